import { describe, expect, test } from "vitest";
import { readValid, smallJob } from "./test/read-files.ts";

const firstFormat = {
  "maki.yml": `---
job-name:    amaterasu-test
flow:
    - name: start
      type: spark-scala
      file: file.scala
    - name: step2
      type: spark-scala
      file: file2.scala
      error:
        name: error
        type: spark-scala
        file: error.scala
...
`,
  "src/file.scala": "",
  "src/file2.scala": "",
  "src/error.scala": "",
};

const secondFormat = {
  "maki.yaml": `config: myconfig/{env}/
job-name: second
seq:
  - name: start
    runner:
      group: spark
      type: jar
    artifact:
      groupId: io.example
      artifactId: first-step
      version: 0.30
    repo:
      id: ours
      type: default
      url: https://repo.example.org/maven2
    class: FirstStep
    exports:
      odd: parquet
  - name: step2
    config: cfg/{action_name}/{env}/
    runner: {group: spark, type: scala}
    file: https://example.org/step2.scala
`,
};

describe("the formats", () => {
  test("0.1", () => {
    const { job } = readValid(firstFormat);
    expect(job).toMatchObject({
      name: "amaterasu-test",
      generation: "0.1",
      file: "maki.yml",
      publish: "used",
      session: "own",
    });
    expect(job.actions.map(({ id, type, source }) => [id, type.value, source])).toMatchObject([
      ["start", "spark-scala", { kind: "file", path: "src/file.scala" }],
      ["step2", "spark-scala", { kind: "file", path: "src/file2.scala" }],
    ]);
    // oxlint-disable-next-line unicorn/no-thenable -- it is the format's own key
    expect(job.actions[1]?.error).toMatchObject({ id: "step2/error", name: "error", then: "fail" });
    expect(job.actions[0]?.retry).toEqual({ times: 3, delayMs: 1000, backoff: "exponential", maxDelayMs: 60_000 });
  });

  test("0.2", () => {
    const { job } = readValid(secondFormat);
    expect(job).toMatchObject({ generation: "0.2", file: "maki.yaml", configPath: { value: "myconfig/{env}/" } });
    expect(job.actions[0]).toMatchObject({
      type: { value: "spark-jar" },
      source: {
        kind: "artifact",
        mainClass: "FirstStep",
        artifact: { groupId: "io.example", artifactId: "first-step", version: "0.30", exclusions: [] },
        repositories: [{ id: "ours", url: "https://repo.example.org/maven2" }],
      },
      publishes: [{ name: "odd", as: "file", format: "parquet" }],
    });
    expect(job.actions[1]).toMatchObject({
      type: { value: "spark-scala" },
      source: { kind: "url", url: "https://example.org/step2.scala" },
      configPath: { value: "cfg/{action_name}/{env}/" },
    });
  });

  test("the oldest spelling: group, type and src of the action itself", () => {
    const { job } = readValid({
      "maki.yml": "job-name: x\nflow:\n  - {name: a, group: spark, type: scala, src: a.scala}\n",
      "src/a.scala": "",
    });
    expect(job.actions[0]).toMatchObject({ type: { value: "spark-scala" }, source: { path: "src/a.scala" } });
  });

  test("the present one, with everything", () => {
    const { job } = readValid({
      "maki.yml": `
job-name: "all / of 'it'"
params:
  run-date: {type: date, default: yesterday}
  country: {type: string, enum: [nl, be]}
retry: {times: 1, delay: 2s, backoff: constant}
publish: all
session: shared
flow:
  - name: a
    type: spark-scala
    file: a.scala
    timeout: 1h30m
    args: [--date, "\${params.run-date}", 7]
    env-vars: {TZ: UTC}
    conf: {spark.sql.shuffle.partitions: 400}
    retry: {times: 5, only: [org.apache.spark.SparkException, "java.net.*"]}
    publishes: {odd: {as: parquet, format: parquet}, even: cache}
    error: {name: notify, type: spark-scala, file: a.scala, then: continue, error: {name: last, type: spark-scala, file: a.scala}}
  - {name: b, type: spark-scala, file: a.scala, after: [], retry: 0}
  - {name: c, type: spark-scala, file: a.scala, after: a}
error: {name: job-failed, type: spark-scala, file: a.scala}
finally: {name: clean, type: spark-scala, file: a.scala}
`,
      "src/a.scala": "",
    });
    const [a, b, c] = job.actions;
    expect(job).toMatchObject({ name: "all / of 'it'", generation: "current", publish: "all", session: "shared" });
    expect(a).toMatchObject({
      timeoutMs: 5_400_000,
      args: [{ value: "--date" }, { value: "${params.run-date}" }, { value: "7" }],
      envVars: { TZ: { value: "UTC" } },
      conf: { "spark.sql.shuffle.partitions": { value: "400" } },
      retry: { times: 5, delayMs: 2000, backoff: "constant", only: ["org.apache.spark.SparkException", "java.net.*"] },
      publishes: [
        { name: "odd", as: "file", format: "parquet" },
        { name: "even", as: "cache" },
      ],
      // oxlint-disable-next-line unicorn/no-thenable -- it is the format's own key
      error: { id: "a/notify", then: "continue", error: { id: "a/notify/last" } },
    });
    expect(b).toMatchObject({ after: [], retry: { times: 0, delayMs: 2000 } });
    expect(c?.after?.map(({ value }) => value)).toEqual(["a"]);
    expect([job.error?.id, job.finally?.id]).toEqual(["job-failed", "clean"]);
    expect(job.params.map(({ name, type, required }) => [name, type, required])).toEqual([
      ["run-date", "date", false],
      ["country", "string", false],
    ]);
  });

  test("a job in a folder of the repo", () => {
    const files = Object.fromEntries(Object.entries(firstFormat).map(([path, text]) => [`jobs/orders/${path}`, text]));
    const { job } = readValid(files, { folder: "jobs/orders" });
    expect(job.file).toBe("jobs/orders/maki.yml");
    expect(job.actions[0]?.source).toMatchObject({ path: "jobs/orders/src/file.scala" });
  });
});

test("a job's name may hold quotes and slashes", () => {
  const { job } = readValid({
    ...smallJob,
    "maki.yml": (smallJob["maki.yml"] ?? "").replace("small", `"it's \\"a\\" / b"`),
  });
  expect(job.name).toBe(`it's "a" / b`);
});

test("a jar may lie beside src", () => {
  const { job } = readValid({
    "maki.yml": "job-name: x\nflow:\n  - {name: a, type: spark-jar, file: deps/a.jar, class: a.B}\n",
    "deps/a.jar": "",
  });
  expect(job.actions[0]?.source).toMatchObject({ kind: "jar", path: "deps/a.jar", mainClass: "a.B" });
});
