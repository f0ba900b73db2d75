import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type ConversionConfig, type JsonSchema, toJsonSchema, toJsonSchemaDefs } from "@valibot/to-json-schema";
import type * as v from "valibot";
import { rpcCodes } from "../src/protocol/json-rpc.ts";
import { answers } from "../src/protocol/messages/answers.ts";
import { hello, welcome } from "../src/protocol/messages/hello.ts";
import { ack, notifications } from "../src/protocol/messages/notifications.ts";
import { requests } from "../src/protocol/messages/requests.ts";
import { runnerError } from "../src/protocol/messages/runner-error.ts";
import { json } from "../src/protocol/messages/values.ts";

/** Makes protocol/*.schema.json of src/protocol/messages/; `--check` only says whether they are up to date. */
const folder = join(import.meta.dirname, "../protocol");
const shared = { error: runnerError };

const settings: ConversionConfig = {
  target: "draft-2020-12",
  typeMode: "input",
  // Any value: the schema that says so by listing the kinds of values would be a riddle.
  overrideSchema: ({ valibotSchema }) => (valibotSchema === json ? {} : undefined),
};

function definition(schema: v.GenericSchema): JsonSchema {
  const { $schema: _, $defs: __, ...rest } = toJsonSchema(schema, { ...settings, definitions: shared });
  return rest;
}

const each = (schemas: Record<string, v.GenericSchema>, suffix = ""): [string, JsonSchema][] =>
  Object.entries(schemas).map(([name, schema]) => [`${name}${suffix}`, definition(schema)]);

const ref = (name: string): JsonSchema => ({ $ref: `#/$defs/${name}` });
const id: JsonSchema = { type: ["integer", "string"] };

function line(properties: Record<string, JsonSchema>, title: string): JsonSchema {
  const all = { jsonrpc: { const: "2.0" }, ...properties };
  return { title, type: "object", properties: all, required: Object.keys(all) };
}

const request = (method: string): JsonSchema => line({ id, method: { const: method }, params: ref(method) }, method);
const notification = (method: string): JsonSchema => line({ method: { const: method }, params: ref(method) }, method);
const answer = (name: string): JsonSchema => line({ id, result: ref(name) }, name);
const failure = line(
  {
    id: { type: ["integer", "string", "null"] },
    error: {
      type: "object",
      properties: { code: { type: "integer", examples: Object.values(rpcCodes) }, message: { type: "string" } },
      required: ["code", "message"],
    },
  },
  "failure",
);

function direction(title: string, lines: readonly JsonSchema[], defs: [string, JsonSchema][]): JsonSchema {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title,
    description: "One line. Made from src/protocol/messages/ by `node scripts/schemas.ts`.",
    anyOf: [...lines],
    $defs: { ...Object.fromEntries(defs), ...toJsonSchemaDefs(shared, settings) },
  };
}

const files = {
  "runner-to-leader.schema.json": direction(
    "What a runner sends to its leader",
    [
      request("hello"),
      ...Object.keys(notifications).map(notification),
      ...Object.keys(answers).map((name) => answer(`${name}.answer`)),
      failure,
    ],
    [["hello", definition(hello)], ...each(notifications), ...each(answers, ".answer")],
  ),
  "leader-to-runner.schema.json": direction(
    "What a leader sends to a runner",
    [answer("welcome"), ...Object.keys(requests).map(request), notification("ack"), failure],
    [["welcome", definition(welcome)], ...each(requests), ["ack", definition(ack)]],
  ),
};

mkdirSync(folder, { recursive: true });
for (const [name, schema] of Object.entries(files)) {
  const file = join(folder, name);
  const text = `${JSON.stringify(schema, null, 2)}\n`;
  if (!process.argv.includes("--check")) writeFileSync(file, text);
  else if (readFileSync(file, "utf8") !== text) {
    console.log(`protocol/${name} is out of date: run \`node scripts/schemas.ts\``);
    process.exitCode = 1;
  }
}
