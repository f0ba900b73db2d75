import { describe, expect, test } from "vitest";
import type { ActionEnvironment } from "../model/environment.ts";
import type { Setting } from "../model/setting.ts";
import { listEnvironments } from "./list-environments.ts";
import { memoryFiles } from "./memory-files.ts";
import { formatOrigin, showEnvironment } from "./show-environment.ts";
import { problemsIn, readValid, smallJob } from "./test/read-files.ts";

const values = (settings: Readonly<Record<string, Setting>>) =>
  Object.fromEntries(Object.entries(settings).map(([key, { value }]) => [key, value]));
const paths = ({ name, master, inputRootPath, outputRootPath, workingDir }: ActionEnvironment) =>
  [name, master, inputRootPath, outputRootPath, workingDir].map(({ value }) => value);
/** Spark's settings without the built-in one. */
const spark = (environment: ActionEnvironment) => {
  const { "spark.hadoop.validateOutputSpecs": _, ...rest } = values(environment.spark);
  return rest;
};
/** A job of the present format: one of the old ones leaves unknown references alone. */
const currentJob = { ...smallJob, "maki.yml": `publish: used\n${smallJob["maki.yml"]}` };

describe("the formats", () => {
  test("0.1: one JSON file", () => {
    const { environment } = readValid(
      {
        ...smallJob,
        "env/dev.json": `{
\t"name":"dev",
\t"master":"local[*]",
\t"inputRootPath":"file:///data/input",
\t"outputRootPath":"file:///data/output",
\t"workingDir":"file:///tmp/work",
\t"configuration":{
\t\t"spark.cassandra.connection.host":"127.0.0.1",
\t\t"limit": 100
\t}
}`,
      },
      { env: "dev" },
    );
    expect(paths(environment.base)).toEqual([
      "dev",
      "local[*]",
      "file:///data/input",
      "file:///data/output",
      "file:///tmp/work",
    ]);
    expect(values(environment.base.configuration)).toEqual({
      "spark.cassandra.connection.host": "127.0.0.1",
      limit: 100,
    });
    expect(spark(environment.base)).toEqual({ "spark.cassandra.connection.host": "127.0.0.1" });
    expect(environment.base.configuration["limit"]?.origin).toEqual({
      at: { file: "env/dev.json", line: 9, column: 12, endColumn: 15 },
    });
    expect(environment.files).toEqual(["env/dev.json"]);
  });

  test("0.2: a folder of files", () => {
    const { environment } = readValid(
      {
        ...smallJob,
        "env/dev/job.yml": "name: dev\nmaster: yarn\nconfiguration:\n  spark.executor.memory: 3g\n  table: documents\n",
        "env/dev/spark.yml": "spark.executor.memory: 1g\nspark.driver.cores: 2\nspark.version.text: 1.10\n",
        "env/dev/spark_exec_env.yml": "PYTHONPATH: /opt\nDEBUG: 1\n",
        "env/dev/passwords.yml": "configuration: {password: x}\n",
        "env/dev/datasets.yml":
          "file:\n  - {name: old, url: s3a://b/old}\n  - {name: users, uri: s3a://b/users, format: parquet, mode: overwrite, hello: world}\nhive:\n  - {name: sales, table: t, database: d}\ngeneric:\n  - {name: api, key: 1}\n",
      },
      { env: "dev" },
    );
    expect(environment.base.master.value).toBe("yarn");
    expect(values(environment.base.configuration)).toEqual({
      "spark.executor.memory": "3g",
      table: "documents",
      password: "x",
    });
    expect(spark(environment.base)).toEqual({
      "spark.executor.memory": "1g",
      "spark.driver.cores": "2",
      "spark.version.text": "1.10",
      "spark.executorEnv.PYTHONPATH": "/opt",
      "spark.executorEnv.DEBUG": "1",
    });
    expect(environment.base.sources).toMatchObject([
      { name: "old", kind: "file", options: { uri: "s3a://b/old" } },
      {
        name: "users",
        kind: "file",
        options: { uri: "s3a://b/users", format: "parquet", mode: "overwrite", hello: "world" },
      },
      { name: "sales", kind: "hive", options: { table: "t", database: "d" } },
      { name: "api", kind: "generic", options: { key: 1 } },
    ]);
  });

  test.each([
    ["flat", "spark.executor.memory: 1g\n"],
    ["without spark.", "executor.memory: 1g\n"],
    ["nested", "spark:\n  executor:\n    memory: 1g\n"],
    ["0.2's sparkConfiguration", "sparkConfiguration:\n  spark.executor.memory: 1g\n"],
    ["0.2's sparkProperties", "sparkProperties:\n  spark.executor.memory: 1g\n"],
    ["spark-submit's options", "sparkOptions:\n  executor-memory: 1g\n"],
  ])("spark.yml %s", (_, text) => {
    const { environment } = readValid({ ...smallJob, "env/dev/spark.yml": text }, { env: "dev" });
    expect(spark(environment.base)).toEqual({ "spark.executor.memory": "1g" });
  });

  test("other spellings of the paths' keys", () => {
    const { environment } = readValid(
      { ...smallJob, "env/dev.yml": "input_root_path: in\noutput-root-path: out\nworkingdir: w\n" },
      { env: "dev" },
    );
    expect(paths(environment.base)).toEqual(["dev", "local[*]", "in", "out", "w"]);
  });

  test("a job without environments has a built-in one", () => {
    const { environment } = readValid(smallJob, { defaultWorkingDir: "/state/work" });
    expect(paths(environment.base)).toEqual(["default", "local[*]", "input", "output", "/state/work"]);
    expect(values(environment.base.spark)).toEqual({ "spark.hadoop.validateOutputSpecs": "false" });
  });

  test("a master among Spark's settings counts where there is no other", () => {
    const files = { ...smallJob, "env/dev/spark-defaults.conf": "spark.master yarn\n" };
    expect(readValid(files, { env: "dev" }).environment.base.master).toMatchObject({
      value: "yarn",
      origin: { at: { file: "env/dev/spark-defaults.conf", line: 1 } },
    });
    const both = { ...files, "env/dev/job.yml": "master: local[2]\n" };
    expect(readValid(both, { env: "dev" }).environment.base.master.value).toBe("local[2]");
  });

  test("which Python", () => {
    const { environment } = readValid(
      { ...smallJob, "env/dev.yml": "python: {version: 3.10, home: /opt/python}\n" },
      { env: "dev", set: ["python.home=/opt/other"] },
    );
    const { pythonVersion, pythonHome } = environment.base;
    expect([pythonVersion?.value, pythonHome?.value]).toEqual(["3.10", "/opt/other"]);
  });

  test("which Spark and Java", () => {
    const { environment } = readValid(
      {
        ...smallJob,
        "env/dev.yml": "spark: {version: 4.10, home: /opt/spark, executor.memory: 2g}\njava: {home: /opt/java}\n",
      },
      { env: "dev" },
    );
    const { sparkVersion, sparkHome, javaHome } = environment.base;
    expect([sparkVersion?.value, sparkHome?.value, javaHome?.value]).toEqual(["4.10", "/opt/spark", "/opt/java"]);
    expect(spark(environment.base)).toEqual({ "spark.executor.memory": "2g" });
  });
});

describe("layers", () => {
  const files = {
    ...smallJob,
    "env/base/job.yml": "name: base\nmaster: local[1]\nworkingDir: w\nconfiguration: {a: 1, b: 1, c: {x: 1}}\n",
    "env/base/spark.yml": "spark.driver.memory: 1g\nspark.driver.cores: 1\n",
    "env/dev/job.yml": "extends: base\nconfiguration: {b: 2, c: {y: 2}, spark.driver.cores: 2}\n",
    "env/dev/spark-defaults.conf": "spark.ui.enabled false\nspark.driver.cores 9\n",
    "src/start/dev/job.yml": "configuration: {b: 3}\n",
    "src/start/env/dev/spark.yml": "spark.driver.cores: 3\n",
    "src/start/base/job.yml": "configuration: {a: 4, b: 4}\n",
  };

  test("`extends` layers key by key", () => {
    const { base } = readValid(files, { env: "dev" }).environment;
    expect(paths(base)).toEqual(["dev", "local[1]", "input", "output", "w"]);
    expect(values(base.configuration)).toEqual({ a: 1, b: 2, c: { y: 2 }, "spark.driver.cores": 2 });
    expect(spark(base)).toEqual({
      "spark.driver.memory": "1g",
      "spark.driver.cores": "2",
      "spark.ui.enabled": "false",
    });
  });

  test("both places of an action's own files count, for extended environments too", () => {
    const { actions, base, files: read } = readValid(files, { env: "dev" }).environment;
    const start = actions["start"] ?? base;
    expect(values(start.configuration)).toEqual({ a: 4, b: 3, c: { y: 2 }, "spark.driver.cores": 2 });
    expect(spark(start)).toMatchObject({ "spark.driver.cores": "3", "spark.driver.memory": "1g" });
    expect(read).toContain("src/start/env/dev/spark.yml");
  });

  test("an action without files of its own has no environment of its own", () => {
    expect(readValid(files, { env: "base" }).environment.actions).toHaveProperty("start");
    expect(readValid(smallJob).environment.actions).toEqual({});
  });

  test("`--set` is above all, for actions too", () => {
    const set = [
      "master=yarn",
      "configuration.b=true",
      "configuration.s='7'",
      "spark.driver.cores=8",
      "env-vars.TZ=UTC",
      "spark.home=/s",
    ];
    const { actions, base } = readValid(files, { env: "dev", set }).environment;
    for (const one of [base, actions["start"] ?? base]) {
      expect(one.master).toEqual({ value: "yarn", origin: { option: "--set master" } });
      expect(values(one.configuration)).toMatchObject({ b: true, s: "7" });
      expect(one.spark["spark.driver.cores"]?.value).toBe("8");
      expect(values(one.envVars)).toEqual({ TZ: "UTC" });
      expect(one.sparkHome?.value).toBe("/s");
    }
  });

  test("0.2's `config` adds folders and files, for the job and for an action", () => {
    const job = {
      "maki.yml": `config: cfg/{env}/
job-name: x
flow:
  - {name: start, type: spark-scala, file: a.scala, config: "cfg/{action_name}/{env}.yml"}
`,
      "src/a.scala": "",
    };
    const { actions, base } = readValid(
      {
        ...job,
        "cfg/dev/job.yml": "name: dev\nmaster: yarn\n",
        "env/dev/job.yml": "master: local\nworkingDir: w\n",
        "cfg/start/dev.yml": "workingDir: own\n",
      },
      { env: "dev" },
    ).environment;
    expect(paths(base)).toEqual(["dev", "yarn", "input", "output", "w"]);
    expect(actions["start"]?.workingDir.value).toBe("own");
    expect(
      listEnvironments(
        memoryFiles({ ...job, "cfg/prod/job.yml": "" }),
        readValid({ ...job, "env/default.yml": "name: default\n" }).job,
      ),
    ).toEqual(["prod"]);
  });

  test("an error action has its own files by its name", () => {
    const { environment } = readValid({
      "maki.yml":
        "job-name: x\nflow:\n  - {name: a, type: spark-scala, file: a.scala, error: {name: notify, type: spark-scala, file: a.scala}}\n",
      "src/a.scala": "",
      "src/notify/default/job.yml": "configuration: {k: 1}\n",
      "env/default.yml": "master: local\n",
    });
    expect(Object.keys(environment.actions)).toEqual(["a/notify"]);
  });

  test("files that go to Spark as they are", () => {
    const { base } = readValid(
      {
        ...smallJob,
        "env/dev/log4j2.properties": "",
        "env/dev/core-site.xml": "",
        "env/dev/hive-site.xml": "",
        "env/dev/notes.txt": "",
      },
      { env: "dev" },
    ).environment;
    expect([base.log4j2, base.sites]).toEqual([
      "env/dev/log4j2.properties",
      ["env/dev/core-site.xml", "env/dev/hive-site.xml"],
    ]);
  });
});

describe("references", () => {
  const job = {
    "maki.yml": `job-name: x
params:
  day: {type: date, default: yesterday}
  limit: {type: int, default: 5}
  country: {enum: [nl, be], required: true}
flow:
  - name: start
    type: spark-scala
    file: a.scala
    args: ["\${params.day}", "\${env.outputRootPath}/\${params.country}", "\${params.limit}", "\${secret:TOKEN}"]
    env-vars: {HOME_OF: "\${HOME}"}
    conf: {spark.x: "\${env.configuration.size}g"}
`,
    "src/a.scala": "",
    "env/default.yml": `outputRootPath: \${ROOT:-/data}/out
workingDir: \${env.outputRootPath}/work
configuration:
  size: 4
  limit: \${params.limit}
  text: limit \${params.limit} in \${env.name}
  url: "jdbc:x?user=\${USER}&password=\${secret:DB}"
  cost: 5$ and $$ and $\${USER}
  list: ["\${USER}", {a: "\${USER}"}]
`,
  };
  const options = {
    processEnv: { HOME: "/home/u", USER: "u" },
    params: ["country=be"],
    now: new Date(2026, 0, 31, 12),
  };

  test("are resolved, types kept, secrets only named", () => {
    const { environment } = readValid(job, options);
    expect(environment.base.workingDir.value).toBe("/data/out/work");
    expect(values(environment.base.configuration)).toEqual({
      size: 4,
      limit: 5,
      text: "limit 5 in default",
      url: { $secret: ["jdbc:x?user=u&password=", { secret: "DB" }] },
      cost: "5$ and $ and ${USER}",
      list: ["u", { a: "u" }],
    });
    expect(values(environment.params)).toEqual({ day: "2026-01-30", limit: 5, country: "be" });
    expect(environment.params["country"]?.origin).toEqual({ option: "--param country" });
  });

  test("in an action's texts too", () => {
    const { texts } = readValid(job, options).environment;
    expect(texts["start"]?.args.map(({ value }) => value)).toEqual([
      "2026-01-30",
      "/data/out/be",
      "5",
      { $secret: [{ secret: "TOKEN" }] },
    ]);
    expect(texts["start"]?.envVars["HOME_OF"]?.value).toBe("/home/u");
    expect(texts["start"]?.conf["spark.x"]?.value).toBe("4g");
  });

  test("of an action are resolved in its own environment", () => {
    const { texts } = readValid({ ...job, "src/start/default/job.yml": "outputRootPath: /own\n" }, options).environment;
    expect(texts["start"]?.args[1]?.value).toBe("/own/be");
  });

  test("in files that are brought along stay", () => {
    const { environment } = readValid({ ...currentJob, "env/default/spark-defaults.conf": "spark.x ${NOPE}\n" });
    expect(spark(environment.base)).toEqual({ "spark.x": "${NOPE}" });
  });

  test("that are unknown stay in files of 0.1 and 0.2, with a warning", () => {
    const files = { ...smallJob, "env/default.json": '{"configuration": {"a": "${USER} ${NOPE} pa$$word ${a b}"}}' };
    expect(values(readValid(files, { processEnv: { USER: "u" } }).environment.base.configuration)).toEqual({
      a: "u ${NOPE} pa$$word ${a b}",
    });
    expect(problemsIn(files, { processEnv: { USER: "u" } })).toEqual([
      "env/default.json:1 ‹${NOPE}› warning AMA1309 `${NOPE}` stays as it is: the process has no variable `NOPE`. | Set it, or write `$${NOPE}` if the text is meant.",
      "env/default.json:1 ‹${a b}› warning AMA1309 `${a b}` is no reference, and stays as it is.",
    ]);
  });
});

test("shows every value with its origin, secrets by name", () => {
  const { environment } = readValid(
    { ...smallJob, "env/dev.yml": "master: local[2]\nconfiguration:\n  key: a${secret:K}\n" },
    { env: "dev", set: ["workingDir=/w"] },
  );
  expect(
    showEnvironment(environment).map(
      ({ path, value, origin }) => `${path} = ${JSON.stringify(value)} (${formatOrigin(origin)})`,
    ),
  ).toEqual([
    'name = "dev" (default)',
    'master = "local[2]" (env/dev.yml:1:9)',
    'inputRootPath = "input" (default)',
    'outputRootPath = "output" (default)',
    'workingDir = "/w" (--set workingDir)',
    'configuration.key = "a${secret:K}" (env/dev.yml:3:8)',
    'spark.hadoop.validateOutputSpecs = "false" (so that an action can be run again)',
  ]);
});
