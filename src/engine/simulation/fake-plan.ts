import type { Plan, PlannedAction, PlannedHost } from "../../model/plan.ts";

export const fakeHost: PlannedHost = {
  id: "spark-1",
  kind: "spark",
  master: "local",
  settings: {},
  sites: [],
  envVars: {},
  capacity: 2,
};

/** An action that does nothing in particular, for what a test does not say. */
export function fakeAction(id: string, over: Partial<PlannedAction> = {}): PlannedAction {
  return {
    id,
    name: id,
    type: "spark-scala",
    role: { is: "flow" },
    host: "spark-1",
    after: [],
    reads: [],
    mayReadAnything: false,
    publishes: [],
    retry: { times: 3, delayMs: 1_000, backoff: "exponential", maxDelayMs: 60_000 },
    run: {
      args: [],
      env: { name: "test", master: "local", inputRootPath: "", outputRootPath: "", workingDir: "", configuration: {} },
      conf: {},
      envVars: {},
      sources: [],
      session: "own",
    },
    fingerprint: id,
    execution: { is: "run" },
    sources: [],
    notWritten: [],
    writesOutside: false,
    ...over,
  };
}

export function fakePlan(actions: readonly PlannedAction[], over: Partial<Plan> = {}): Plan {
  return {
    schema: 1,
    job: "test",
    environment: "test",
    params: {},
    actions,
    hosts: [fakeHost],
    diagnostics: [],
    failFast: false,
    ...over,
  };
}

/** Edges of the order of the flow. */
export function after(...actions: readonly string[]): Pick<PlannedAction, "after"> {
  return { after: actions.map((action) => ({ action, because: "order" })) };
}

/** A dataset that `action` reads, and the edge that it makes. */
export function reads(
  action: string,
  name: string,
  as: "reference" | "file" = "reference",
): Pick<PlannedAction, "after" | "reads"> {
  return { after: [{ action, because: "dataset" }], reads: [{ action, name, as }] };
}

export function publishes(name: string, as: "reference" | "file" = "reference"): Pick<PlannedAction, "publishes"> {
  return { publishes: [{ name, as, readers: [], why: "a test reads it" }] };
}
