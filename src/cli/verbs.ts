import type { Verb } from "./verb.ts";

interface Entry {
  readonly name: string;
  readonly summary: string;
  /** Loaded when it is called: a command pays for no other's imports. */
  readonly load: () => Promise<Verb>;
}

/** Every verb, in the order of help. */
export const verbs: readonly Entry[] = [
  { name: "run", summary: "run a job", load: async () => (await import("./verbs/run.ts")).run },
  {
    name: "plan",
    summary: "show what a run would do, and why",
    load: async () => (await import("./verbs/plan.ts")).plan,
  },
  {
    name: "validate",
    summary: "check a repo without starting anything",
    load: async () => (await import("./verbs/validate.ts")).validate,
  },
  {
    name: "env",
    summary: "show an environment, every value with its origin",
    load: async () => (await import("./verbs/env.ts")).env,
  },
  {
    name: "deps",
    summary: "resolve and list the jars of a job",
    load: async () => (await import("./verbs/deps.ts")).deps,
  },
  { name: "runs", summary: "list runs, or show one", load: async () => (await import("./verbs/runs.ts")).runs },
  {
    name: "logs",
    summary: "print what a run or an action printed",
    load: async () => (await import("./verbs/logs.ts")).logs,
  },
  { name: "cancel", summary: "cancel a run", load: async () => (await import("./verbs/cancel.ts")).cancel },
  {
    name: "clean",
    summary: "remove old records, caches and working data",
    load: async () => (await import("./verbs/clean.ts")).clean,
  },
  {
    name: "runner",
    summary: "try a runner of your own on the conformance vectors",
    load: async () => (await import("./verbs/runner.ts")).runner,
  },
  {
    name: "setup",
    summary: "install the managed Spark and Java now",
    load: async () => (await import("./verbs/setup.ts")).setup,
  },
  {
    name: "start",
    summary: "run a job with the arguments of version 0.1",
    load: async () => (await import("./verbs/start.ts")).start,
  },
  {
    name: "doctor",
    summary: "say what is there, what is missing, and the fix",
    load: async () => (await import("./verbs/doctor.ts")).doctor,
  },
];
