import { expect, test } from "vitest";
import { action, problemsIn, smallJob } from "./test/read-files.ts";

const scala = "type: spark-scala, file: a.scala";

test.each([
  [
    "no maki.yml",
    {},
    [
      "error AMA1001 There is no maki.yml in the repo's root. | Change to a folder with a maki.yml, name one with `--repo`, or write one: docs/guide/first-job.md.",
    ],
  ],
  [
    "jobs elsewhere",
    { "jobs/a/maki.yml": "", "jobs/b/maki.yaml": "" },
    [
      "error AMA1001 There is no maki.yml in the repo's root. | There are jobs in: jobs/a, jobs/b. Name one with `--job`.",
    ],
  ],
  [
    "an empty maki.yml",
    { "maki.yml": "" },
    ["maki.yml:1:1 error AMA1003 `maki.yml` is empty. | Begin with `job-name: <name>` and `flow:`."],
  ],
  [
    "a list where a map belongs",
    { "maki.yml": "- a\n" },
    ["maki.yml:1:1 error AMA1004 maki.yml must be a map, not a list. | Give it keys: `job-name: …`, `params: …`."],
  ],
  [
    "XML",
    { "maki.yml": "<project/>\n" },
    [
      "maki.yml:1 ‹<project/>› error AMA1004 maki.yml must be a map, not a text. | Give it keys: `job-name: …`, `params: …`.",
    ],
  ],
  [
    "a map where a list belongs",
    { "maki.yml": "job-name: x\nflow:\n  name: a\n" },
    ["maki.yml:3:3 error AMA1004 `flow` must be a list of actions, not a map. | Begin each action with `- name: …`."],
  ],
  [
    "no name and no flow",
    { "maki.yml": "publish: all\n" },
    [
      "maki.yml:1:1 error AMA1005 `job-name` is missing in maki.yml. | Add `job-name: <name>` at the top.",
      "maki.yml:1:1 error AMA1005 `flow` is missing in maki.yml. | Add `flow:` with a list of actions, each with `name`, `type` and `file`.",
    ],
  ],
  [
    "an empty flow",
    { "maki.yml": "job-name: x\nflow: []\n" },
    ["maki.yml:2:7 error AMA1112 The flow has no actions. | Begin each action with `- name: …`."],
  ],
  [
    "flow and seq",
    { ...smallJob, "maki.yml": `job-name: x\nflow:\n  - {name: a, ${scala}}\nseq: []\n` },
    ["maki.yml:4 ‹seq› error AMA1109 The job has both `flow` and `seq`. | Keep one of them."],
  ],
  [
    "two maki files",
    { ...smallJob, "maki.yaml": "x" },
    ["maki.yaml:1:1 warning AMA1009 `maki.yaml` is not used, since there is `maki.yml`. | Remove one of the two."],
  ],
  [
    "slips in keys",
    { "maki.yml": "job-nmae: x\nflwo: []\n" },
    [
      "maki.yml:1 ‹job-nmae› error AMA1006 `job-nmae` is no key of maki.yml. | Did you mean `job-name`?",
      "maki.yml:2 ‹flwo› error AMA1006 `flwo` is no key of maki.yml. | Did you mean `flow`?",
    ],
  ],
  [
    "a key of other tools",
    action(`${scala}, depends_on: []`),
    ["maki.yml:3 ‹depends_on› error AMA1006 `depends_on` is no key of an action. | Did you mean `after`?"],
  ],
  [
    "`then` in the flow",
    action(`${scala}, then: continue`),
    [
      "maki.yml:3 ‹then› warning AMA1006 `then` is no key of an action. | It has no effect. The keys are: name, type, runner, group, file, src, artifact, repo, class, config, exports, publishes, after, timeout, args, env-vars, conf, retry, error.",
    ],
  ],
  [
    "a runner from nowhere",
    { ...smallJob, "maki.yml": `job-name: x\nrunners: [{name: r, from: "ftp://x"}]\nflow:\n  - {name: a, ${scala}}\n` },
    [
      'maki.yml:2 ‹"ftp://x"› error AMA1119 `ftp://x` is no place that a runner can come from. | Name a folder of the repo (`./runners/x`), `npm:<package>@<version>`, or `git:<url>#<tag>`.',
    ],
  ],
  [
    "an action that is no map",
    { "maki.yml": "job-name: x\nflow: [a]\n" },
    ["maki.yml:2 ‹a› error AMA1004 An action must be a map, not a text. | Give it keys: `name: …`, `type: …`."],
  ],
  [
    "an action of nothing",
    { "maki.yml": "job-name: x\nflow: [{}]\n" },
    [
      "maki.yml:2:8 error AMA1005 `name` is missing in an action.",
      "maki.yml:2:8 error AMA1005 `type` is missing in an action. | Such as `type: spark-scala`.",
    ],
  ],
  [
    "texts where lists and maps belong",
    {
      ...smallJob,
      "maki.yml": `job-name: x\nretry: often\nflow:\n  - {name: a, ${scala}, args: --date, env-vars: TZ, retry: {only: E}}\n`,
    },
    [
      "maki.yml:2 ‹often› error AMA1004 `retry` must be a number or a map, not a text. | Write `retry: 3`, or `retry: {times: 3, delay: 1s}`.",
      "maki.yml:4 ‹--date› error AMA1004 `args` must be a list, not a text. | Write it in brackets: `[--date]`.",
      "maki.yml:4 ‹TZ› error AMA1004 `env-vars` must be a map, not a text. | Write `name: value`, a line for each.",
      "maki.yml:4 ‹E› error AMA1004 `only` must be a list, not a text. | Write it in brackets: `[E]`.",
    ],
  ],
  [
    "a contract of a dataset",
    action(`${scala}, publishes: {odd: {as: cache, expect: {count: 1}}}`),
    [
      "maki.yml:3 ‹expect› error AMA1016 This version does not support `expect` in a published dataset. | Remove it: nothing would be done about it.",
    ],
  ],
  [
    "a value of the environment that is misspelt",
    action(`${scala}, args: ["\${env.outputRoot}"]`),
    [
      "maki.yml:3 ‹${env.outputRoot}› error AMA1301 The environment has no value `outputRoot`. | Did you mean `${env.outputRootPath}`?",
    ],
  ],
  [
    "an action's name with a slash",
    { ...smallJob, "maki.yml": `job-name: x\nflow:\n  - {name: a/b, ${scala}}\n` },
    [
      "maki.yml:3 ‹a/b› error AMA1101 `a/b` cannot be an action's name. | Names are part of paths: use letters, digits, `-` and `_`.",
    ],
  ],
  [
    "an action's name that is a path",
    { ...smallJob, "maki.yml": `job-name: x\nflow:\n  - {name: .., ${scala}}\n` },
    [
      "maki.yml:3 ‹..› error AMA1101 `..` cannot be an action's name. | Names are part of paths: use letters, digits, `-` and `_`.",
    ],
  ],
  [
    "a job's name of 300 characters",
    { ...smallJob, "maki.yml": `job-name: ${"x".repeat(300)}\nflow:\n  - {name: a, ${scala}}\n` },
    [
      "maki.yml:1 ‹xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx› error AMA1101 The job's name is 300 characters long; at most 200 are possible. | Choose a shorter one.",
    ],
  ],
  [
    "a job's name with a line break",
    { ...smallJob, "maki.yml": `job-name: "a\\nb"\nflow:\n  - {name: a, ${scala}}\n` },
    [
      'maki.yml:1 ‹"a\\nb"› error AMA1101 The job\'s name holds control characters. | Use printable characters in one line.',
    ],
  ],
  [
    "two actions of one name",
    { ...smallJob, "maki.yml": `job-name: x\nflow:\n  - {name: a, ${scala}}\n  - {name: a, ${scala}}\n` },
    ["maki.yml:4 ‹a› error AMA1102 There are two actions named `a`. | Give one of them another name."],
  ],
  [
    "an unknown `after`",
    {
      ...smallJob,
      "maki.yml": `job-name: x\nflow:\n  - {name: start, ${scala}}\n  - {name: b, ${scala}, after: [strat]}\n`,
    },
    ["maki.yml:4 ‹strat› error AMA1105 There is no action named `strat` in the flow. | Did you mean `start`?"],
  ],
  [
    "an unknown `after` of an action that cannot be read",
    {
      ...smallJob,
      "maki.yml": `job-name: x\nflow:\n  - {name: start, ${scala}}\n  - {name: b, type: cobol, file: a.scala, after: [x]}\n`,
    },
    [
      "maki.yml:4 ‹cobol› error AMA1103 `cobol` is no runner type. | This version runs: spark-scala, spark-jar.",
      "maki.yml:4 ‹x› error AMA1105 There is no action named `x` in the flow. | The actions are: start, b.",
    ],
  ],
  [
    "an action after itself",
    action(`${scala}, after: a`),
    [
      "maki.yml:3 ‹a› error AMA1106 Actions wait for each other in a circle: `a` waits for `a`. | Remove one of these from `after`.",
    ],
  ],
  [
    "a circle with a default edge",
    {
      ...smallJob,
      "maki.yml": `job-name: x\nflow:\n  - {name: a, ${scala}, after: c}\n  - {name: b, ${scala}}\n  - {name: c, ${scala}}\n`,
    },
    [
      "maki.yml:4 ‹b› error AMA1106 Actions wait for each other in a circle: `c` waits for `b` waits for `a` waits for `c`. | Remove one of these from `after`.",
    ],
  ],
  [
    "numbers out of range",
    action(`${scala}, retry: {times: -1}`),
    ["maki.yml:3 ‹-1› error AMA1018 `times` must be a whole number, 0 or more."],
  ],
  [
    "a duration without a unit",
    action(`${scala}, timeout: 30`),
    ["maki.yml:3 ‹30› error AMA1017 `timeout` is no duration that can be read: `30`. | Say the unit: `30s`, `30m`."],
  ],
  [
    "a timeout of nothing",
    action(`${scala}, timeout: 0s`),
    ["maki.yml:3 ‹0s› error AMA1018 `timeout` must be longer than nothing. | Leave it out for none."],
  ],
  [
    "a misspelt setting",
    action(`${scala}, conf: {sql.shufle.partitions: 4}`),
    [
      "maki.yml:3 ‹4› warning AMA1205 Spark has no setting `spark.sql.shufle.partitions`. | Did you mean `spark.sql.shuffle.partitions`?",
    ],
  ],
  [
    "an unknown choice",
    { ...smallJob, "maki.yml": `job-name: x\npublish: usd\nflow:\n  - {name: a, ${scala}}\n` },
    ["maki.yml:2 ‹usd› error AMA1013 `usd` is no value of `publish`. | Did you mean `used`?"],
  ],
  [
    "a slip in a format",
    action(`${scala}, exports: {odd: parqet}`),
    ["maki.yml:3 ‹parqet› error AMA1013 `parqet` is no way to publish a dataset. | Did you mean `parquet`?"],
  ],
  [
    "a dataset twice",
    action(`${scala}, exports: {odd: parquet}, publishes: {odd: cache}`),
    ["maki.yml:3 ‹odd› error AMA1115 `odd` is in `exports` and in `publishes`. | Keep one of them."],
  ],
  [
    "a default that does not fit",
    { ...smallJob, "maki.yml": `job-name: x\nparams: {n: {type: int, default: x}}\nflow:\n  - {name: a, ${scala}}\n` },
    ["maki.yml:2 ‹x› error AMA1306 `x` is no int, the type of the parameter `n`. | Write a whole number."],
  ],
  [
    "a default that is no choice",
    {
      ...smallJob,
      "maki.yml": `job-name: x\nparams: {n: {enum: [a, b], default: c}}\nflow:\n  - {name: a, ${scala}}\n`,
    },
    ["maki.yml:2 ‹c› error AMA1306 The default of `n` is not in its `enum`. | It is one of: a, b."],
  ],
])("%s", (_, files, expected) => {
  expect(problemsIn(files)).toEqual(expected);
});

test("every problem is found in one pass, in order", () => {
  const said = problemsIn({
    "maki.yml": `job-name: x
flow:
  - {name: a, type: spark-skala, file: a.scala, error: {name: e, type: spark-scala, file: none.scala}}
  - {name: b, type: spark-scala, file: a.scala, timeout: soon}
`,
    "src/a.scala": "",
    "env/default.yml": "mastr: x\n",
  });
  expect(said.map((line) => line.split(" ").slice(0, 4).join(" "))).toEqual([
    "env/default.yml:1 ‹mastr› error AMA1006",
    "maki.yml:3 ‹spark-skala› error AMA1103",
    "maki.yml:3 ‹none.scala› error AMA1107",
    "maki.yml:4 ‹soon› error AMA1017",
  ]);
});

test("with `strict` an unknown key is an error", () => {
  const files = { ...smallJob, "maki.yml": `${smallJob["maki.yml"]}colour: blue\n` };
  expect(problemsIn(files)[0]).toContain("warning AMA1006 `colour`");
  expect(problemsIn(files, { strict: true })[0]).toContain("error AMA1006 `colour`");
});
