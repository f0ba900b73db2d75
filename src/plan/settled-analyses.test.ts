import { describe, expect, test } from "vitest";
import { type Fixture, planned, told } from "./plan-fixture.ts";

const at = { file: "maki.yml", line: 1, column: 1 };
const odd = { source: "val odd = df; val high = df; def f = 1" };
const sql = (source: string) => ({ source, language: "sql" as const });
const shell = (source: string) => ({ source, language: "shell" as const });
const readsOf = (fixture: Fixture, id: string) =>
  planned(fixture)
    .actions.find((action) => action.id === id)
    ?.reads.map(({ action, name, as, optional }) => `${action}.${name} ${as}${optional ? " or not" : ""}`);

describe("SQL", () => {
  test("reads what an action before it publishes, and publishes its views and its last query", () => {
    const plan = planned({
      actions: {
        start: odd,
        query: sql("CREATE TEMP VIEW big AS SELECT * FROM start.odd; SELECT * FROM big JOIN sales.orders"),
        last: { source: 'AmaContext.getDataFrame("query", "big"); AmaContext.getDataFrame("query", "result")' },
      },
    });
    const [, query, last] = plan.actions;
    expect(query?.reads).toMatchObject([{ action: "start", name: "odd", as: "reference", optional: true }]);
    expect(query?.publishes.map(({ name, as }) => `${name} ${as}`)).toEqual(["big reference", "result reference"]);
    expect(last?.after).toEqual([{ action: "query", because: "dataset" }]);
  });

  test("gives its last query the one name that maki.yml has for it", () => {
    const fixture = {
      actions: {
        query: {
          ...sql("CREATE VIEW big AS SELECT 1; SELECT 2"),
          publishes: [
            { name: "small", as: "file" as const, at },
            { name: "big", as: "file" as const, at },
          ],
        },
        last: { source: 'AmaContext.getDataFrame("query", "small")' },
      },
    };
    expect(told(fixture)).toEqual([]);
    expect(readsOf(fixture, "last")).toEqual(["query.small file"]);
    const wrong = { ...fixture.actions, last: { source: 'AmaContext.getDataFrame("query", "result")' } };
    expect(told({ actions: wrong })[0]).toMatch(/error AMA1603 .* query has no dataset "result"/);
  });

  test("may name an action by what the environment says", () => {
    const configuration = { from: { value: "start", origin: { at } } };
    const actions = { start: odd, query: sql("SELECT * FROM ${env.configuration.from}.odd") };
    expect(readsOf({ actions, environment: { configuration } }, "query")).toEqual(["start.odd reference or not"]);
  });

  test.each([
    [
      "SELECT '${env.nmae}'",
      'error AMA1623 src/a.sql:1:9 The environment "test" has no value `nmae`. (Did you mean ${env.name}?)',
    ],
    [
      "SELECT '${params.day}'",
      "error AMA1623 src/a.sql:1:9 The job has no parameter `day`. (Declare it under `params:` of maki.yml.)",
    ],
    [
      "SELECT :day",
      "warning AMA1623 src/a.sql:1:8 The job has no parameter `day`. (Declare it under `params:` of maki.yml.)",
    ],
  ])("%s is told of", (source, expected) => expect(told({ actions: { a: sql(source) } })).toEqual([expected]));

  test("what is there is not", () => {
    const configuration = { "err-msg": { value: "x", origin: { at } } };
    const source = "SELECT '${env.name} ${env.inputRootPath}', '${env.configuration.err-msg}' FROM t";
    expect(told({ actions: { a: sql(source) }, environment: { configuration } })).toEqual([]);
  });
});

describe("variables of shell scripts", () => {
  test("mean the dataset that has such a name, which is written for them", () => {
    const fixture = { actions: { "my-start": odd, script: shell('wc "$AMA_DATASET_MY_START_ODD"') } };
    expect(readsOf(fixture, "script")).toEqual(["my-start.odd file"]);
    expect(planned(fixture).actions[0]?.publishes).toMatchObject([
      { name: "odd", as: "file", why: "script reads files" },
    ]);
  });

  test("that a script can do without need not be there", () => {
    const actions = { start: odd, script: shell("echo ${AMA_DATASET_START_ODD:-} ${AMA_DATASET_OTHER_X:-}") };
    expect(told({ actions })).toEqual([]);
    expect(readsOf({ actions }, "script")).toEqual(["start.odd file or not"]);
  });

  test.each([
    ["AMA_DATASET_START_OD", 'Did you mean "$AMA_DATASET_START_ODD"?'],
    ["AMA_DATASET_START_F", "There are AMA_DATASET_START_ODD and AMA_DATASET_START_HIGH."],
  ])("%s that no dataset has is an error", (name, hint) => {
    expect(told({ actions: { start: odd, script: shell(`echo $${name}`) } })).toEqual([
      `error AMA1603 src/script.sh:1:7 $${name} names no dataset of an action. (${hint})`,
    ]);
  });

  test("of an action whose names are not all known may mean one of them", () => {
    const open = { source: "AmaContext.register(name, df); val odd = df" };
    const fixture = { actions: { start: open, script: shell("echo $AMA_DATASET_START_NEW") } };
    expect(told(fixture)[0]).toMatch(/^warning AMA1603 .* Whether start has a dataset "new" cannot be told/);
    expect(readsOf(fixture, "script")).toEqual(["start.new file"]);
  });

  test("add an edge, and go on to what the script publishes", () => {
    const plan = planned({
      actions: {
        start: odd,
        other: { source: "val x = 1", after: [] },
        script: { ...shell('echo "clean=$AMA_DATASET_START_ODD" >> "$AMA_EXPORTS"'), after: [] },
        last: { source: 'AmaContext.getDataFrame("script", "clean")', after: [] },
      },
    });
    expect(plan.actions[2]?.after).toEqual([{ action: "start", because: "dataset" }]);
    expect(plan.actions[3]?.reads).toMatchObject([{ action: "script", name: "clean", as: "file" }]);
  });
});
