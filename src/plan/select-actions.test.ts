import { describe, expect, test } from "vitest";
import type { Plan } from "../model/plan.ts";
import type { PublishedDataset } from "../model/published-dataset.ts";
import { type Fixture, type FixtureAction, planned, planFixture } from "./plan-fixture.ts";
import type { EarlierRun, Selection } from "./plan-input.ts";

const reading = (action: string, name: string, more = ""): FixtureAction => ({
  source: `val ${more || "x"} = AmaContext.getDataFrame("${action}", "${name}")`,
});
/** start → clean → report, and aside, which is only in the order. */
const actions = {
  start: { source: "val odd = df" },
  clean: reading("start", "odd", "tidy"),
  aside: { source: "val other = df" },
  report: { ...reading("clean", "tidy"), error: { name: "notify", source: "" } },
};

const executions = (plan: Plan) =>
  plan.actions.map(
    ({ id, execution }) => `${id}: ${execution.is}${execution.because === undefined ? "" : `, ${execution.because}`}`,
  );

const dataset = (name: string, path?: string): PublishedDataset => ({
  name,
  kind: "dataframe",
  as: path === undefined ? "reference" : "file",
  ...(path === undefined ? {} : { path, format: "parquet" }),
});

/** What a run of these actions left: what succeeded, and which datasets lie in files. */
function earlier(
  of: Fixture,
  results: Readonly<Record<string, readonly string[]>>,
  gone: readonly string[] = [],
): EarlierRun {
  const fingerprints = new Map(planned(of).actions.map(({ id, fingerprint }) => [id, fingerprint]));
  const left = Object.entries(results).map(([id, names]) => {
    const datasets = names.map((name) => dataset(name, `/kept/41/${id}/1/${name}`));
    return [id, { fingerprint: fingerprints.get(id) ?? "", datasets, gone }] as const;
  });
  return { run: "41", actions: Object.fromEntries(left) };
}

const select = (selection: Selection, more: Partial<Fixture> = {}) => planned({ actions, selection, ...more });

describe("--only", () => {
  test("runs the producers that it lacks, and says why", () => {
    const plan = select({ is: "only", actions: ["report"] });
    expect(executions(plan)).toMatchInlineSnapshot(`
      [
        "start: run, start.odd is needed, and no earlier run has written it",
        "clean: run, clean.tidy is needed, and no earlier run has written it",
        "aside: leave, it was not chosen",
        "report: run, it was chosen",
        "report/notify: run",
      ]
    `);
  });

  test("takes what an earlier run has written", () => {
    const inputs = earlier({ actions }, { start: [], clean: ["tidy"] });
    const plan = select({ is: "only", actions: ["report"], inputs });
    expect(executions(plan)).toMatchInlineSnapshot(`
      [
        "start: leave, it was not chosen",
        "clean: reuse, what it made is taken from run 41",
        "aside: leave, it was not chosen",
        "report: run, it was chosen",
        "report/notify: run",
      ]
    `);
    expect(plan.actions[3]).toMatchObject({
      reads: [{ action: "clean", name: "tidy", as: "file", format: "parquet" }],
    });
    expect(plan.actions[1]?.publishes).toEqual([
      { name: "tidy", as: "file", format: "parquet", readers: ["report"], why: "what it made is taken from run 41" },
    ]);
    expect(plan.actions[3]?.after.map((edge) => edge.action)).toEqual(["clean"]);
    expect(plan.diagnostics).toEqual([]);
  });

  test("says where the action has changed since", () => {
    const inputs = earlier({ actions: { ...actions, start: { source: "val odd = before" } } }, { clean: ["tidy"] });
    expect(select({ is: "only", actions: ["report"], inputs }).diagnostics).toMatchObject([
      { code: "AMA1618", severity: "warning" },
    ]);
  });

  test("waits through what is left out", () => {
    const chain = { a: { source: "" }, b: { source: "" }, c: { source: "" } };
    const plan = planned({ actions: chain, selection: { is: "only", actions: ["a", "c"] } });
    expect(plan.actions.map(({ after }) => after.map((edge) => `${edge.action} ${edge.because}`))).toEqual([
      [],
      ["a order"],
      ["a order"],
    ]);
    expect(executions(plan)[1]).toBe("b: leave, it was not chosen");
  });

  test("of an action that may read anything runs all before it", () => {
    const plan = planned({
      actions: { a: { source: "val x = df" }, b: {} },
      selection: { is: "only", actions: ["b"] },
    });
    expect(executions(plan)[0]).toBe("a: run, something that b may read is needed, and no earlier run has written it");
  });

  test("of an unknown action is an error", () => {
    const result = planFixture({ actions, selection: { is: "only", actions: ["reprot", "notify"] } });
    expect(result.diagnostics.map(({ code, message, hint }) => [code, message, hint])).toMatchInlineSnapshot(`
      [
        [
          "AMA1616",
          "--only names "reprot", but the flow has no such action.",
          "Did you mean "report"?",
        ],
        [
          "AMA1616",
          "--only names "notify", but the flow has no such action.",
          "The steps are start, clean, aside and report.",
        ],
      ]
    `);
  });
});

describe("--from", () => {
  test("runs all that comes after, and nothing that does not", () => {
    const inputs = earlier({ actions }, { start: ["odd"] });
    expect(executions(select({ is: "from", action: "clean", inputs }))).toMatchInlineSnapshot(`
      [
        "start: reuse, what it made is taken from run 41",
        "clean: run, it was chosen",
        "aside: run, it was chosen",
        "report: run, it was chosen",
        "report/notify: run",
      ]
    `);
    expect(
      executions(select({ is: "from", action: "aside", inputs: earlier({ actions }, { clean: ["tidy"] }) })),
    ).toMatchInlineSnapshot(`
      [
        "start: leave, it was not chosen",
        "clean: reuse, what it made is taken from run 41",
        "aside: run, it was chosen",
        "report: run, it was chosen",
        "report/notify: run",
      ]
    `);
  });
});

describe("--resume", () => {
  const resume = (
    results: Readonly<Record<string, readonly string[]>>,
    now: Partial<Fixture> = {},
    gone: readonly string[] = [],
  ) => executions(select({ is: "resume", earlier: earlier({ actions }, results, gone) }, now));

  test("uses results whose datasets are written, or no longer read", () => {
    expect(resume({ start: [], clean: ["tidy"], aside: [] })).toMatchInlineSnapshot(`
      [
        "start: reuse, it succeeded in run 41",
        "clean: reuse, it succeeded in run 41",
        "aside: reuse, it succeeded in run 41",
        "report: run, it has not succeeded in run 41",
        "report/notify: run",
      ]
    `);
  });

  test("runs a producer again whose dataset was only in memory, and what that one needs", () => {
    expect(resume({ start: [], clean: [], aside: [] })).toMatchInlineSnapshot(`
      [
        "start: run, start.odd was not written in run 41",
        "clean: run, clean.tidy was not written in run 41",
        "aside: reuse, it succeeded in run 41",
        "report: run, it has not succeeded in run 41",
        "report/notify: run",
      ]
    `);
    expect(resume({ start: ["odd"], clean: [], aside: [] })[0]).toBe("start: reuse, it succeeded in run 41");
  });

  test("runs what has changed, and all that comes after it", () => {
    const changed = {
      actions: { ...actions, clean: { source: `${actions.clean.source}.limit(1)`.replace("val x", "val tidy") } },
    };
    expect(resume({ start: ["odd"], clean: ["tidy"], aside: [], report: [] }, changed)).toMatchInlineSnapshot(`
      [
        "start: reuse, it succeeded in run 41",
        "clean: run, it, or something before it, has changed since run 41",
        "aside: run, it, or something before it, has changed since run 41",
        "report: run, it, or something before it, has changed since run 41",
        "report/notify: run",
      ]
    `);
  });

  test.each<[string, Partial<Fixture>]>([
    ["a setting", { spark: { "spark.sql.ansi.enabled": "false" } }],
    ["the master", { master: "local[4]" }],
    ["a path", { environment: { inputRootPath: { value: "/other", origin: { builtIn: "test" } } } }],
  ])("%s counts as a change", (_, now) => {
    expect(resume({ start: ["odd"], clean: ["tidy"], aside: [], report: [] }, now)[0]).toMatch(
      /^start: run, .*changed/,
    );
  });

  test("the order of settings does not", () => {
    const [a, b] = [
      { "spark.a": "1", "spark.b": "2" },
      { "spark.b": "2", "spark.a": "1" },
    ];
    const before = earlier({ actions, spark: a }, { start: ["odd"], clean: ["tidy"], aside: [], report: [] });
    expect(executions(select({ is: "resume", earlier: before }, { spark: b }))[0]).toMatch(/^start: reuse/);
  });

  test("a reader that may read anything needs all that was published", () => {
    const two = { a: { source: "val x = df" }, b: {} };
    const again = (gone: readonly string[]) => {
      const run = earlier({ actions: two }, { a: [] }, gone);
      return executions(planned({ actions: two, selection: { is: "resume", earlier: run } }))[0];
    };
    expect(again([])).toBe("a: reuse, it succeeded in run 41");
    expect(again(["x"])).toBe("a: run, something that b may read was not written in run 41");
  });
});
