import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../model/json.ts";
import { checkRepo } from "../check-repo.ts";
import { memoryFiles } from "../memory-files.ts";
import { descriptors, type Files, lineOf, smallJob } from "../test/read-files.ts";
import { checkEnvironmentSchema } from "./check-environment-schema.ts";

const currentJob = { ...smallJob, "maki.yml": `publish: used\n${smallJob["maki.yml"]}` };

async function problemsBy(schema: JsonObject | string, files: Files, env?: string): Promise<readonly string[]> {
  const text = typeof schema === "string" ? schema : JSON.stringify(schema);
  const source = memoryFiles({ ...currentJob, ...files, "env/schema.json": text });
  const { all } = checkRepo(source, descriptors, { processEnv: {}, ...(env === undefined ? {} : { env }) });
  if (all === undefined) throw new Error("the job cannot be read");
  return (await checkEnvironmentSchema(source, all.job, all.environments)).map(lineOf);
}

const configuration = (schema: JsonObject): JsonObject => ({ properties: { configuration: schema } });

describe("a value that does not fit", () => {
  const cases: readonly (readonly [string, JsonObject, string, readonly string[]])[] = [
    [
      "allOf",
      { allOf: [{ properties: { a: { const: 1 } }, title: "The whole." }] },
      "a: 2",
      ["‹2› error AMA1212 `configuration.a` must be `1`."],
    ],
    [
      "if",
      { if: { required: ["a"] }, then: { required: ["b"] }, properties: { b: { title: "A friend of a." } } },
      "a: 2",
      ["‹configuration› error AMA1212 `configuration.b` is missing."],
    ],
    [
      "oneOf",
      { properties: { a: { oneOf: [{ minimum: 1 }, { type: "integer" }] } } },
      "a: 2",
      ["‹2› error AMA1212 `configuration.a` fits more than one of the forms of which the schema allows one."],
    ],
    [
      "oneOf of three",
      { properties: { a: { oneOf: [{ minimum: 1 }, { type: "integer" }, { type: "string" }] } } },
      "a: 2",
      ["‹2› error AMA1212 `configuration.a` fits more than one of the forms of which the schema allows one."],
    ],
    [
      "not",
      { not: { required: ["a"] } },
      "a: 2",
      ["‹configuration› error AMA1212 `configuration` has a form that the schema forbids."],
    ],
    [
      "dependentRequired",
      { dependentRequired: { a: ["b"] } },
      "a: 2",
      ["‹configuration› error AMA1212 `configuration.b` is missing."],
    ],
    [
      "propertyNames",
      { propertyNames: { pattern: "^[a-z]+$" } },
      "A: 2",
      ["‹configuration› error AMA1212 `configuration` has a key that the schema forbids."],
    ],
    [
      "items",
      { properties: { a: { items: { type: "string" } } } },
      "a: [x, 1]",
      ["‹1› error AMA1212 `configuration.a.1` must be a text, not `1`."],
    ],
    [
      "uniqueItems",
      { properties: { a: { uniqueItems: true, minItems: 3 } } },
      "a: [1, 1]",
      [
        "env/dev.yml:1:20 error AMA1212 `configuration.a` must have at least 3 items.",
        "env/dev.yml:1:20 error AMA1212 `configuration.a` must not hold the same item twice.",
      ],
    ],
    [
      "several types",
      { properties: { a: { type: ["integer", "null"] } } },
      "a: x",
      ["‹x› error AMA1212 `configuration.a` must be a whole number or nothing, not a text."],
    ],
    [
      "a format",
      { properties: { a: { format: "date", title: "A day." } } },
      "a: x",
      ["‹x› error AMA1212 `configuration.a` must have the format `date`. | The schema says: A day."],
    ],
    [
      "two missing keys",
      { required: ["a", "b"] },
      "c: 1",
      [
        "‹configuration› error AMA1212 `configuration.a` is missing.",
        "‹configuration› error AMA1212 `configuration.b` is missing.",
      ],
    ],
    [
      "a key with a slash",
      { properties: { "a/b ~%": { type: "string" } } },
      "'a/b ~%': 1",
      ["‹1› error AMA1212 `configuration.a/b ~%` must be a text, not `1`."],
    ],
    [
      "a key that is false",
      { properties: { a: false } },
      "a: 1",
      ["‹a› error AMA1212 `configuration.a` is not a key that the schema allows."],
    ],
  ];
  test.each(cases)("%s", async (_, schema, content, expected) => {
    const found = await problemsBy(configuration(schema), { "env/dev.yml": `configuration: {${content}}\n` });
    expect(found.map((line) => line.replace("env/dev.yml:1 ", ""))).toEqual(expected);
  });
});

describe("what is checked", () => {
  test("is what was written, and nothing built in", async () => {
    const schema = { required: ["inputRootPath", "spark"], propertyNames: { enum: ["master", "configuration"] } };
    const found = await problemsBy(schema, { "env/dev.yml": "master: local\n" });
    expect(found).toEqual([
      "env/dev.yml:1:1 error AMA1212 `inputRootPath` is missing.",
      "env/dev.yml:1:1 error AMA1212 `spark` is missing.",
    ]);
  });

  test("is every environment, with its layers, in any form and spelling", async () => {
    const schema = {
      properties: {
        outputRootPath: { pattern: "^s3a:" },
        spark: { properties: { "spark.executor.memory": { const: "1g" }, version: { const: "4.2.0" } } },
        "env-vars": { additionalProperties: { maxLength: 2 } },
      },
    };
    const files = {
      "env/base.yml": "output_root_path: /x\n",
      "env/dev/job.yml": "extends: base\nspark: {version: 4.1.0}\nenv-vars: {A: long}\n",
      "env/dev/spark.yml": "executor: {memory: 2g}\n",
      "env/dev/spark-defaults.conf": "spark.executor.memory 3g\n",
      "src/start/dev/spark-defaults.conf": "spark.executor.memory 4g\n",
    };
    expect((await problemsBy(schema, files)).toSorted()).toMatchInlineSnapshot(`
      [
        "env/base.yml:1 ‹/x› error AMA1212 \`outputRootPath\` must match \`^s3a:\`.",
        "env/dev/job.yml:2 ‹4.1.0› error AMA1212 \`spark.version\` must be \`4.2.0\`.",
        "env/dev/job.yml:3 ‹long› error AMA1212 \`env-vars.A\` must have at most 2 characters.",
        "env/dev/spark.yml:1 ‹2g› error AMA1212 \`spark.executor.memory\` must be \`1g\`.",
        "src/start/dev/spark-defaults.conf:1 ‹spark.executor.memory› error AMA1212 \`spark.executor.memory\` must be \`1g\`.",
      ]
    `);
  });

  test("leaves open what a secret or a variable will be", async () => {
    const schema = configuration({
      additionalProperties: { type: "integer", enum: [1] },
      properties: { s: { pattern: "x" }, t: { type: "integer" }, u: { anyOf: [{ const: "x" }, { minLength: 99 }] } },
    });
    const text = "configuration: {s: '${secret:S}', t: '${secret:T}', u: 'x${secret:U}', v: '${PORT}'}\n";
    expect(await problemsBy(schema, { "env/dev.yml": text })).toEqual([
      "env/dev.yml:1 ‹'${secret:T}'› error AMA1212 `configuration.t` must be a whole number, not a text.",
    ]);
  });

  test("is a job without environments as well", async () => {
    expect(await problemsBy({ required: ["master"] }, {})).toEqual([
      "error AMA1212 In the environment `default`: `master` is missing.",
    ]);
  });
});

describe("a schema", () => {
  test.each([
    [
      "of draft 7",
      {
        $schema: "http://json-schema.org/draft-07/schema#",
        definitions: { a: { $id: "#a", const: "yarn" } },
        properties: { master: { $ref: "#a" } },
      },
    ],
    [
      "of 2019-09",
      { $schema: "https://json-schema.org/draft/2019-09/schema", properties: { master: { const: "yarn" } } },
    ],
    ["with an anchor", { $defs: { a: { $anchor: "a", const: "yarn" } }, properties: { master: { $ref: "#a" } } }],
    [
      "with an id",
      {
        $id: "https://example.org/env",
        properties: { master: { $ref: "#/$defs/a" } },
        $defs: { a: { const: "yarn" } },
      },
    ],
    ["as YAML", "properties:\n  master: {const: yarn}\n"],
  ])("%s is understood", async (_, schema) => {
    const name = typeof schema === "string" ? "env/schema.yml" : "env/schema.json";
    const text = typeof schema === "string" ? schema : JSON.stringify(schema);
    const source = memoryFiles({ ...currentJob, "env/dev.yml": "master: local\n", [name]: text });
    const { all } = checkRepo(source, descriptors, { processEnv: {} });
    const found = all === undefined ? [] : await checkEnvironmentSchema(source, all.job, all.environments);
    expect(found.map(lineOf)).toEqual(["env/dev.yml:1 ‹local› error AMA1212 `master` must be `yarn`."]);
  });

  test.each([
    [
      "[]",
      [
        'env/schema.json:1 ‹[]› error AMA1004 A schema of environments must be a map, not a list. | Write `{"name": value}`.',
      ],
    ],
    [
      '{"type": ',
      [
        "env/schema.json:1 ‹:› error AMA1002 The file ends in the middle: the `{` of line 1 has no `}`. | Was it cut off while it was copied or saved?",
      ],
    ],
    [
      '{"$ref": "#"}',
      ["env/schema.json:1:1 error AMA1213 The schema cannot be used: it leads back to itself without an end."],
    ],
    [
      '{"$defs": {"a": {"$id": "http://["}}}',
      ["env/schema.json:1:1 error AMA1213 The schema cannot be used: Invalid URL."],
    ],
    [
      '{"allOf": {}, "not": 1}',
      [
        "env/schema.json:1 ‹{}› error AMA1004 `allOf` of a schema must be a list of schemas, not a map.",
        "env/schema.json:1 ‹1› error AMA1004 A schema must be a map, true or false, not a number.",
      ],
    ],
  ])("%s cannot be used", async (schema, expected) => {
    expect(await problemsBy(schema, { "env/dev.yml": "master: local\n" })).toEqual(expected);
  });
});
