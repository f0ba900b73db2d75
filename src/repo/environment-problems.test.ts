import { describe, expect, test } from "vitest";
import { checkRepo } from "./check-repo.ts";
import { memoryFiles } from "./memory-files.ts";
import { descriptors, problemsIn, problemsOfAll, readValid, smallJob } from "./test/read-files.ts";

/** A job of the present format: one of the old ones leaves unknown references alone. */
const currentJob = { ...smallJob, "maki.yml": `publish: used\n${smallJob["maki.yml"]}` };
const dev = (text: string) => ({ ...currentJob, "env/dev.yml": text });

test.each([
  [
    "a missing one",
    { ...smallJob, "env/dev.yml": "", "env/prod/job.yml": "" },
    { env: "prd" },
    ["error AMA1201 There is no environment `prd`. | Did you mean `prod`? They are: dev, prod."],
  ],
  [
    "a missing default",
    { ...smallJob, "env/dev.yml": "" },
    {},
    ["error AMA1201 There is no environment `default`. | They are: dev."],
  ],
  [
    "a name that is a path",
    smallJob,
    { env: "../x" },
    ["error AMA1201 There is no environment `../x`. | The job has none: add a file to env/."],
  ],
  [
    "a missing base",
    dev("extends: bas\n"),
    { env: "dev" },
    ["env/dev.yml:1 ‹bas› error AMA1203 There is no environment `bas` to extend. | They are: dev."],
  ],
  [
    "a circle",
    { ...dev("extends: a\n"), "env/a.yml": "extends: dev\n" },
    { env: "dev" },
    [
      "env/a.yml:1 ‹dev› error AMA1202 Environments extend each other in a circle: `dev` extends `a` extends `dev`. | Remove one `extends`.",
    ],
  ],
  [
    "an extension that is no name",
    dev("extends: [a]\n"),
    { env: "dev" },
    ["env/dev.yml:1 ‹[a]› error AMA1004 `extends` must be the name of one environment."],
  ],
  [
    "slips",
    dev("mastr: x\nconfig: {}\n"),
    { env: "dev" },
    [
      "env/dev.yml:1 ‹mastr› error AMA1006 `mastr` is no key of an environment. | Did you mean `master`?",
      "env/dev.yml:2 ‹config› error AMA1006 `config` is no key of an environment. | Did you mean `configuration`?",
    ],
  ],
  [
    "a key of a later version",
    dev("cluster: prod\n"),
    { env: "dev" },
    [
      "env/dev.yml:1 ‹cluster› error AMA1016 This version does not support `cluster` in an environment. | Remove it: nothing would be done about it.",
    ],
  ],
  [
    "a name of another",
    dev("name: test\n"),
    { env: "dev" },
    [
      "env/dev.yml:1 ‹test› warning AMA1204 The environment `dev` calls itself `test`, which is what `env.name` will say. | Write `name: dev`, or leave `name` out.",
    ],
  ],
  [
    "wrong types",
    dev("master: [a]\nconfiguration: [b]\nworkingDir:\n"),
    { env: "dev" },
    [
      "env/dev.yml:1 ‹[a]› error AMA1004 `master` must be a text, not a list.",
      "env/dev.yml:2 ‹[b]› error AMA1004 `configuration` must be a map, not a list. | Write `name: value`, a line for each.",
      "env/dev.yml:3:12 error AMA1004 `workingDir` must be a text, not nothing.",
    ],
  ],
  [
    "a misspelt setting",
    { ...smallJob, "env/dev/spark.yml": "spark.driver.memeory: 2g\nspark.cassandra.x: 1\n" },
    { env: "dev" },
    [
      "env/dev/spark.yml:1 ‹spark.driver.memeory› warning AMA1205 Spark has no setting `spark.driver.memeory`. | Did you mean `spark.driver.memory`?",
    ],
  ],
  [
    "a slip in which Spark is meant",
    { ...smallJob, "env/dev.yml": "spark: {versoin: 4.2.0, jars: a.jar}\n" },
    { env: "dev" },
    ["env/dev.yml:1 ‹versoin› error AMA1006 `versoin` is no key of `spark`. | Did you mean `version`?"],
  ],
  [
    "a version in the place of a map",
    { ...smallJob, "env/dev.yml": "spark: 4.2.0\n" },
    { env: "dev" },
    [
      "env/dev.yml:1 ‹4.2.0› error AMA1004 `spark` must be a map, not a text. | Such as `{version: 4.2.0, executor.memory: 2g}`.",
    ],
  ],
  [
    "settings that are no texts",
    { ...smallJob, "env/dev/spark.yml": "spark.jars: [a, b]\nspark.x:\n" },
    { env: "dev" },
    [
      "env/dev/spark.yml:1 ‹[a, b]› error AMA1004 `spark.jars` must be a text, not a list. | Join the items with commas.",
      "env/dev/spark.yml:2:9 error AMA1004 `spark.x` must be a text, not nothing.",
    ],
  ],
  [
    "a foreign line of spark-defaults.conf",
    { ...smallJob, "env/dev/spark-defaults.conf": "driver.memory 2g\n" },
    { env: "dev" },
    [
      "env/dev/spark-defaults.conf:1 ‹driver.memory› warning AMA1206 Spark ignores `driver.memory`: its settings begin with `spark.`.",
    ],
  ],
  [
    "a file and a folder",
    { ...smallJob, "env/dev.yml": "master: local\n", "env/dev/job.yml": "master: yarn\n" },
    { env: "dev" },
    [
      "env/dev.yml:1:1 warning AMA1211 The environment `dev` is a file and a folder; what `env/dev` says wins. | Keep one of the two.",
    ],
  ],
  [
    "a file that nothing reads",
    { ...smallJob, "env/dev/flink.yml": "a: 1\n", "env/dev/log4j.properties": "" },
    { env: "dev" },
    [
      "env/dev/flink.yml:1:1 warning AMA1210 `env/dev/flink.yml` is not used. | An environment's files are job.yml, spark.yml, datasets.yml, hive.yml, drill.yml and spark_exec_env.yml.",
      "env/dev/log4j.properties:1:1 warning AMA1210 `env/dev/log4j.properties` is not used: Spark reads log4j2.properties since version 3.3.",
    ],
  ],
  [
    "two datasets of one name",
    { ...smallJob, "env/dev/datasets.yml": "file:\n  - {name: a, uri: x}\ngeneric:\n  - {name: a}\n" },
    { env: "dev" },
    ["env/dev/datasets.yml:4 ‹a› error AMA1208 There are two datasets named `a`. | Give one of them another name."],
  ],
  [
    "datasets with values that mean nothing",
    {
      ...smallJob,
      "env/dev/datasets.yml": [
        "file:",
        "  - {name: a, uri: x, format: parqet, options: 3}",
        "  - {name: b, uri: x, mode: overwrite-partitions}",
        "  - {name: c, uri: x, mode: overwrite-partitions, partitionBy: day, modus: PERMISSIVE}",
        "  - {name: d, uri: x, format: com.acme.Source, fromat: json, partition-by: {day: 1}}",
        "generic:",
        "  - {name: e, format: parqet, mode: 1}",
      ].join("\n"),
    },
    { env: "dev" },
    [
      "env/dev/datasets.yml:2 ‹parqet› error AMA1013 `parqet` is no format. | Did you mean `parquet`?",
      "env/dev/datasets.yml:2 ‹3› error AMA1004 `options` must be a map, not a number. | Write `name: value`, a line for each.",
      "env/dev/datasets.yml:3 ‹overwrite-partitions› error AMA1005 `partition-by` is missing in a dataset whose partitions are overwritten. | Name the columns, such as `partition-by: [day]`.",
      "env/dev/datasets.yml:5 ‹fromat› warning AMA1006 `fromat` is taken for an option of the format. | Did you mean `format`? If not, put it below `options:`.",
      "env/dev/datasets.yml:5 ‹{day: 1}› error AMA1004 `partition-by` must be the name of a column, or a list of names, not a map.",
    ],
  ],
  [
    "datasets without a place",
    { ...smallJob, "env/dev/datasets.yml": "file:\n  - {name: a}\nhive:\n  - {nmae: b}\ndynamodb: []\n" },
    { env: "dev" },
    [
      "env/dev/datasets.yml:2:5 error AMA1005 `uri` is missing in a dataset. | Name where it lies, such as `uri: s3a://bucket/path`.",
      "env/dev/datasets.yml:4:5 error AMA1005 `name` is missing in a dataset.",
      "env/dev/datasets.yml:4:5 error AMA1005 `table` is missing in a dataset.",
      "env/dev/datasets.yml:5 ‹dynamodb› warning AMA1006 `dynamodb` is no key of datasets.yml. | It has no effect. The keys are: file, hive, generic.",
    ],
  ],
  [
    "a slip of a mode",
    { ...smallJob, "env/dev/datasets.yml": "file:\n  - {name: a, uri: x, mode: overwite}\n" },
    { env: "dev" },
    ["env/dev/datasets.yml:2 ‹overwite› error AMA1013 `overwite` is no value of `mode`. | Did you mean `overwrite`?"],
  ],
  [
    "an undefined variable",
    dev("workingDir: /a/${NOPE}\n"),
    { env: "dev" },
    [
      "env/dev.yml:1 ‹${NOPE}› error AMA1301 The process has no variable `NOPE`. | Set it, or give a default: `${NOPE:-…}`.",
    ],
  ],
  [
    "a slip of a variable",
    dev("workingDir: ${HOSTNAM}\n"),
    { env: "dev", processEnv: { HOSTNAME: "h" } },
    ["env/dev.yml:1 ‹${HOSTNAM}› error AMA1301 The process has no variable `HOSTNAM`. | Did you mean `${HOSTNAME}`?"],
  ],
  [
    "an undefined parameter",
    dev("workingDir: ${params.x}\n"),
    { env: "dev" },
    ["env/dev.yml:1 ‹${params.x}› error AMA1301 There is no parameter `x`. | Declare it in maki.yml under `params`."],
  ],
  [
    "an undefined value",
    dev("workingDir: ${env.x}\n"),
    { env: "dev" },
    [
      "env/dev.yml:1 ‹${env.x}› error AMA1301 The environment has no value `x`. | `env.` has name, master, inputRootPath, outputRootPath, workingDir, and configuration.<key>.",
    ],
  ],
  [
    "a reference that cannot be read",
    dev('workingDir: "${a b} ${c"\n'),
    { env: "dev" },
    [
      "env/dev.yml:1 ‹${a b}› error AMA1302 `${a b}` is no reference that can be read. | Write `${NAME}`, `${NAME:-default}`, `${params.name}`, `${env.name}` or `${secret:NAME}`, or `$${` for the text itself.",
      "env/dev.yml:1 ‹${c› error AMA1302 `${c` is no reference that can be read. | Write `${NAME}`, `${NAME:-default}`, `${params.name}`, `${env.name}` or `${secret:NAME}`, or `$${` for the text itself.",
    ],
  ],
  [
    "a circle of references",
    dev("workingDir: ${env.outputRootPath}\noutputRootPath: ${env.workingDir}\n"),
    { env: "dev" },
    [
      "env/dev.yml:1 ‹${env.outputRootPath}› error AMA1308 `${env.outputRootPath}` refers to itself, over other values or directly. | Write one of the values out.",
    ],
  ],
  [
    "a master that refers to itself",
    { ...currentJob, "env/dev/spark.yml": "spark.master: ${env.master}\n" },
    { env: "dev" },
    [
      "env/dev/spark.yml:1 ‹${env.master}› error AMA1308 `${env.master}` refers to itself, over other values or directly. | Write one of the values out.",
    ],
  ],
  [
    "an empty master",
    dev('master: ""\n'),
    { env: "dev" },
    ['env/dev.yml:1 ‹""› error AMA1004 `master` must not be empty.'],
  ],
  [
    "a secret in the master",
    dev("master: ${secret:M}\n"),
    { env: "dev" },
    [
      "env/dev.yml:1 ‹${secret:M}› error AMA1307 `master` cannot hold a secret. | It is shown in reports; put the secret into `configuration`.",
    ],
  ],
  [
    "a reserved key",
    dev("configuration: {a: {$secret: [b]}}\n"),
    { env: "dev" },
    ["env/dev.yml:1 ‹$secret› error AMA1101 `$secret` cannot be a key. | Write `${secret:NAME}`."],
  ],
  [
    "a `--set` without a value",
    dev(""),
    { env: "dev", set: ["master"] },
    [
      "error AMA1207 `--set master` has no value. | Write `--set path=value`.",
      "env/dev.yml:1:1 warning AMA1003 `env/dev.yml` is empty: all its values are defaults.",
    ],
  ],
  [
    "a `--set` of nothing",
    dev("name: dev\n"),
    { env: "dev", set: ["mastr=x", "colour=blue"] },
    [
      "error AMA1207 `--set mastr` names nothing of an environment. | Did you mean `master`?",
      "error AMA1207 `--set colour` names nothing of an environment. | The paths are: master, inputRootPath, outputRootPath, workingDir, name, configuration.<key>, spark.<setting>, env-vars.<name>, hive.<key>, drill.<key>.",
    ],
  ],
  [
    "a `--param` without a value",
    smallJob,
    { params: ["x"] },
    ["error AMA1310 `--param x` has no value. | Write `--param name=value`."],
  ],
  [
    "a `--param` that is unknown",
    smallJob,
    { params: ["x=1"] },
    ["error AMA1305 The job has no parameter `x`. | The job declares none; add it to maki.yml under `params`."],
  ],
  [
    "a `config` that leaves the repo",
    { ...smallJob, "maki.yml": `config: ../{env}\n${smallJob["maki.yml"]}`, "env/dev.yml": "name: dev\n" },
    { env: "dev" },
    ["maki.yml:1 ‹../{env}› error AMA1108 `../{env}` leads out of the repo. | Name a folder of the repo."],
  ],
])("says what is wrong with %s", (_, files, options, expected) => {
  expect(problemsIn(files, options)).toEqual(expected);
});

const withParams = (params: string) => ({ ...smallJob, "maki.yml": `params: {${params}}\n${smallJob["maki.yml"]}` });

test.each([
  [
    "a required one is missing",
    withParams("day: {type: date, required: true}"),
    {},
    ["maki.yml:1 ‹day› error AMA1303 The parameter `day` has no value. | Give it one: `--param day=…`."],
  ],
  [
    "a wrong type",
    withParams("n: {type: int}"),
    { params: ["n=x"] },
    ["error AMA1304 `x` is no int, the type of the parameter `n`. | Write a whole number."],
  ],
  [
    "no choice",
    withParams("c: {enum: [nl, be]}"),
    { params: ["c=bee"] },
    ["error AMA1304 `bee` is no value of the parameter `c`. | Did you mean `be`?"],
  ],
  [
    "a slip of the name",
    withParams("country: {}"),
    { params: ["contry=x"] },
    ["error AMA1305 The job has no parameter `contry`. | Did you mean `country`?"],
  ],
  [
    "a default that needs a variable",
    withParams('day: {type: date, default: "${DAY}"}'),
    {},
    ["maki.yml:1 ‹${DAY}› error AMA1301 The process has no variable `DAY`. | Set it, or give a default: `${DAY:-…}`."],
  ],
  [
    "a default that a variable makes wrong",
    withParams('day: {type: date, default: "${DAY}"}'),
    { processEnv: { DAY: "soon" } },
    [
      "maki.yml:1 ‹day› error AMA1304 `soon` is no date, the type of the parameter `day`. | Write it as `2026-01-31`, or `today` or `yesterday`.",
    ],
  ],
  [
    "a secret default",
    withParams('key: {default: "${secret:K}"}'),
    {},
    [
      "maki.yml:1 ‹key› error AMA1307 The default of the parameter `key` holds a secret. | Parameters are shown and recorded; use the secret in the environment.",
    ],
  ],
])("says what is wrong with parameters: %s", (_, files, options, expected) => {
  expect(problemsIn(files, options)).toEqual(expected);
});

test("a value of a parameter may hold `=`, and the last one counts", () => {
  const { environment } = readValid(withParams("c: {}"), { params: ["c=a", "c=a=b"] });
  expect(environment.params["c"]?.value).toBe("a=b");
});

describe("all environments", () => {
  test("are checked, but what only a run could know is not missed", () => {
    const files = {
      ...withParams("day: {type: date, required: true}"),
      "env/dev.yml": "workingDir: ${params.day}\n",
      "env/prod.yml": "mastr: x\nworkingDir: ${DB_HOST}/${params.nope}\n",
      "env/schema.json": "{}",
    };
    expect(problemsOfAll(files)).toEqual([
      "env/prod.yml:1 ‹mastr› error AMA1006 `mastr` is no key of an environment. | Did you mean `master`?",
      "env/prod.yml:2 ‹${params.nope}› error AMA1301 There is no parameter `nope`. | Declare it in maki.yml under `params`.",
    ]);
  });

  test("are checked although maki.yml has errors", () => {
    const files = { "maki.yml": "job-name: x\nflow: []\n", "env/dev.yml": "mastr: x\n" };
    expect(problemsOfAll(files).map((line) => line.split(" ").slice(0, 2).join(" "))).toEqual([
      "env/dev.yml:1 ‹mastr›",
      "maki.yml:2:7 error",
    ]);
  });

  test("one that is wrong does not keep another from being used", () => {
    const files = memoryFiles({ ...smallJob, "env/default.yml": "master: local\n", "env/prod.yml": "mastr: x\n" });
    expect(checkRepo(files, descriptors, { processEnv: {} }).read?.environment.name).toBe("default");
    expect(checkRepo(files, descriptors, { processEnv: {}, env: "prod" }).read).toBeUndefined();
  });

  test("should ask for one Spark", () => {
    const version = (text: string) => `spark: {version: ${text}}\n`;
    const files = {
      ...smallJob,
      "env/a.yml": version("4.1.0"),
      "env/b.yml": version("4.1.2"),
      "env/c.yml": version("4.2.0"),
    };
    expect(problemsOfAll(files)).toEqual([
      "env/c.yml:1 ‹4.2.0› warning AMA1209 `c` asks for Spark 4.2.0, `a` for Spark 4.1.0. | Use one minor version, so that what is tested is what runs.",
    ]);
  });
});
