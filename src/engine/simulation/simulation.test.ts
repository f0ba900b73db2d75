import { describe, expect, test } from "vitest";
import type { Event } from "../../model/event.ts";
import { after, fakeAction, fakePlan, publishes, reads } from "./fake-plan.ts";
import { isSame, type Simulated, simulate } from "./simulate.ts";
import { calm } from "./trouble.ts";

/** `AMA_SOAK=100000` looks at that many schedules; `AMA_SEED=4711` at just this one, and prints its record. */
const soak = process.env["AMA_SOAK"];
const only = process.env["AMA_SEED"];
const schedules = soak === undefined ? 2_000 : Number(soak);

describe("simulation", () => {
  test.skipIf(only !== undefined)(
    `${schedules} schedules of failures keep every promise`,
    { timeout: 3_600_000 },
    async () => {
      const seen = new Map<string, number>();
      for (let seed = 1; seed <= schedules; seed++) {
        const simulated = await simulate({ seed });
        expect(simulated.problems, `seed ${seed}: AMA_SEED=${seed} shows its record`).toEqual([]);
        for (const kind of kindsOf(simulated)) seen.set(kind, (seen.get(kind) ?? 0) + 1);
      }
      // A simulation that meets no trouble proves nothing.
      expect(kinds.filter((kind) => (seen.get(kind) ?? 0) < schedules / 200)).toEqual([]);
    },
  );

  test.skipIf(only !== undefined)("a seed replays exactly", async () => {
    for (let seed = 1; seed <= 100; seed++) {
      const [one, other] = [await simulate({ seed }), await simulate({ seed })];
      expect(isSame(one, other), `seed ${seed}`).toBe(true);
    }
  });

  test.runIf(only !== undefined)("the schedule that was asked for", async () => {
    const { record, problems, plan } = await simulate({ seed: Number(only) });
    for (const action of plan.actions) process.stdout.write(`${JSON.stringify(action)}\n`);
    for (const event of record) process.stdout.write(`${JSON.stringify(event)}\n`);
    expect(problems).toEqual([]);
  });
});

/** By reference from a through b to c, by file to d, an error action and a last one. */
const plan = fakePlan([
  fakeAction("a", publishes("x")),
  fakeAction("b", { ...reads("a", "x"), ...publishes("y") }),
  fakeAction("c", { ...reads("b", "y"), ...publishes("z", "file") }),
  fakeAction("d", {
    ...reads("c", "z", "file"),
    retry: { times: 1, delayMs: 100, backoff: "constant", maxDelayMs: 100 },
  }),
  fakeAction("d/e", { role: { is: "error", of: "d", then: "fail" } }),
  fakeAction("last", { role: { is: "finally" }, ...after() }),
]);

describe("a leader that crashes", () => {
  test("at any append, before or after it takes effect, is replaced, and the run ends the same", async () => {
    const whole = await simulate({ seed: 7, plan, trouble: calm });
    expect(whole.problems).toEqual([]);
    const appends = 40;
    for (let append = 1; append <= appends; append++) {
      for (const when of ["before", "after"] as const) {
        const crashed = await simulate({ seed: append, plan, trouble: calm, crash: { append, when } });
        expect(crashed.problems, `${when} append ${append}`).toEqual([]);
        expect(crashed.outcome).toMatchObject({ is: "ended", status: "succeeded" });
      }
    }
  });

  test("after any event, with its hosts, leaves a record that another one can finish", async () => {
    for (const seed of [3, 11, 23]) {
      const whole = await simulate({ seed, plan, trouble: { ...calm, actionFails: 0.3, actionKillsHost: 0.1 } });
      expect(whole.problems).toEqual([]);
      for (let length = 1; length < whole.record.length; length++) {
        const earlier = whole.record.slice(0, length);
        const resumed = await simulate({ seed, plan, trouble: calm, earlier });
        expect(
          resumed.problems.filter((problem) => !isAboutFilesOfBefore(problem, earlier)),
          `after event ${length}`,
        ).toEqual([]);
        expect(resumed.outcome).toMatchObject({ is: "ended" });
        expect(resumed.record.slice(0, length)).toEqual(earlier);
      }
    }
  });
});

/** The witness came with the second leader and has not seen the files that the first one's attempts wrote. */
function isAboutFilesOfBefore(problem: string, earlier: readonly Event[]): boolean {
  const files = earlier.flatMap((event) =>
    event.type === "published" && event.dataset.path !== undefined ? [event.dataset.path] : [],
  );
  return files.some((file) => problem.includes(`at ${file},`));
}

const kinds = [
  "succeeded",
  "failed",
  "cancelled",
  "environment-failed",
  "retry",
  "lost",
  "recompute",
  "second leader",
  "timeout",
  "host killed",
  "handled",
  "released",
  "dataset-missing",
  "host ahead",
] as const;

function kindsOf({ record, outcome }: Simulated): ReadonlySet<string> {
  const found = new Set<string>(outcome?.is === "ended" ? [outcome.status] : []);
  const firstAttempt = record.findIndex(({ type }) => type === "attempt.requested");
  const before = record.slice(0, Math.max(firstAttempt, 0));
  if (before.filter(({ type }) => type === "host.requested").length > 1) found.add("host ahead");
  for (const event of record) {
    if (event.type === "attempt.requested") found.add(event.cause);
    if (event.type === "leader.started" && event.epoch > 1) found.add("second leader");
    if (event.type === "attempt.ended" && event.error?.type === "ama.Timeout") found.add("timeout");
    if (event.type === "host.end-requested" && event.how === "kill") found.add("host killed");
    if (event.type === "action.handled" && event.flow === "continues") found.add("handled");
    if (event.type === "dataset.released") found.add("released");
    if (event.type === "action.skipped") found.add(event.because.is);
  }
  return found;
}
