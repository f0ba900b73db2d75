import { expect, test } from "vitest";
import { random } from "./test/random.ts";
import { problemsOfAll, readFiles } from "./test/read-files.ts";

/** A repo that uses most of what there is. */
const repo: Readonly<Record<string, string>> = {
  "maki.yml": `---
job-name: mutations
params:
  run-date: {type: date, default: yesterday}
  country: {type: string, enum: [nl, be], default: nl}
retry: {times: 3, delay: 1s, backoff: exponential, max-delay: 1m}
config: cfg/{env}/
flow:
  - name: start
    type: spark-scala
    file: file.scala
    exports: {odd: parquet}
  - &step
    name: step2
    runner: {group: spark, type: jar}
    artifact: {groupId: a.b, artifactId: c_2.13, version: 0.30, exclusions: [{groupId: x, artifactId: y}]}
    repo: {id: r, type: default, url: "https://repo.example.org"}
    class: a.B
    after: [start]
    args: [--date, "\${params.run-date}", "\${env.outputRootPath}/x", "\${HOME:-/h}", "\${secret:K}", $$]
    env-vars: {TZ: UTC}
    conf: {spark.sql.shuffle.partitions: 400}
    publishes: {high: {as: parquet, format: parquet}}
    timeout: 1h30m
    error: {name: notify, type: spark-scala, file: error.scala, then: continue}
  - <<: *step
    name: step3
error: {name: failed, type: spark-scala, file: error.scala}
...
`,
  "env/default.json": `{\n\t"name":"default",\n\t"master":"local[*]",\n\t"configuration":{"a":"\${USER}","b":[1,{"c":null}]}\n}\n`,
  "env/dev/job.yml":
    "extends: default\nworkingDir: ${env.outputRootPath}/w\nspark: {version: 4.2.0}\nconfiguration: {spark.x: 1}\n",
  "env/dev/spark.yml": "spark.executor.memory: 1g\nspark:\n  driver: {cores: 2}\n",
  "env/dev/spark-defaults.conf": "spark.a 1\nspark.b=\\u0041\\\n  c\n",
  "env/dev/datasets.yml": "file:\n  - {name: users, uri: s3a://b/u, format: parquet}\n",
  "src/step2/dev/job.yml": "configuration: {a: 2}\n",
  "src/file.scala": "",
  "src/error.scala": "",
};

const pieces = [
  "\t",
  "\n",
  "\r",
  ":",
  "- ",
  "[",
  "]",
  "{",
  "}",
  '"',
  "'",
  "#",
  "&a ",
  "*a",
  "<<: ",
  "!!x ",
  "|",
  ">",
  "? ",
  "${",
  "}",
  "$$",
  "\\",
  "\0",
  "\uFEFF",
  "é",
  "😀",
  "~",
  "yes",
  "1e999",
  "-1",
  "../",
  "__proto__",
  "%",
  "@",
  "`",
  "---\n",
  "...\n",
  "  ",
];

function mutated(text: string, pick: (below: number) => number): string {
  const at = pick(text.length + 1);
  const length = pick(12);
  const kinds = [
    () => text.slice(0, at),
    () => text.slice(0, at) + text.slice(at + length),
    () => text.slice(0, at) + (pieces[pick(pieces.length)] ?? "") + text.slice(at),
    () => text.slice(0, at) + (pieces[pick(pieces.length)] ?? "") + text.slice(at + length),
    () => text.slice(0, at) + text.slice(pick(text.length), pick(text.length)) + text.slice(at),
  ];
  return (kinds[pick(kinds.length)] ?? (() => text))();
}

test("whatever is in a repo's files, reading it ends with a value or with errors", () => {
  const paths = Object.keys(repo).filter((path) => repo[path] !== "");
  for (let seed = 0; seed < 500; seed++) {
    const pick = random(seed);
    const files: Record<string, string> = { ...repo };
    for (let changes = 1 + pick(3); changes > 0; changes--) {
      const path = paths[pick(paths.length)] ?? "maki.yml";
      files[path] = mutated(files[path] ?? "", pick);
    }
    const env = pick(2) === 0 ? "dev" : "default";
    problemsOfAll(files);
    const read = readFiles(files, { env, set: ["configuration.a=${env.name}"] });
    const places = read.diagnostics.every(({ at }) => at === undefined || (at.line >= 1 && at.column >= 1));
    expect([seed, places, read.ok || read.diagnostics.some(({ severity }) => severity === "error")]).toEqual([
      seed,
      true,
      true,
    ]);
  }
});

test("the repo that is mutated is valid", () => {
  expect(readFiles(repo, { env: "dev", processEnv: { USER: "u" } }).diagnostics).toEqual([]);
});
