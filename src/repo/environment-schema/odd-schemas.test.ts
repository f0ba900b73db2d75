import { expect, test } from "vitest";
import type { JsonValue } from "../../model/json.ts";
import { checkRepo } from "../check-repo.ts";
import { memoryFiles } from "../memory-files.ts";
import { descriptors, smallJob } from "../test/read-files.ts";
import { random } from "../test/random.ts";
import { checkEnvironmentSchema } from "./check-environment-schema.ts";
import { keywords } from "./schema-keywords.ts";

const names = [...Object.keys(keywords), "master", "configuration", "a", "spark"];
const scalars: readonly JsonValue[] = [
  0,
  1,
  -1,
  0.5,
  true,
  false,
  null,
  "",
  "string",
  "object",
  "(",
  "#",
  "#/properties/a",
];
const more: readonly JsonValue[] = [
  "#a",
  "http://[",
  "https://example.org/x",
  "a",
  "master",
  "__proto__",
  "2020-12",
  "^a",
];

function anySchema(pick: (below: number) => number, depth: number): JsonValue {
  const all = [...scalars, ...more];
  const below = () => anySchema(pick, depth - 1);
  const map = () =>
    Object.fromEntries(Array.from({ length: pick(4) }, () => [names[pick(names.length)] ?? "", below()]));
  if (depth === 0 || pick(6) === 0) return all[pick(all.length)] ?? null;
  return pick(4) === 0 ? Array.from({ length: pick(3) }, below) : map();
}

test("whatever a schema is, checking by it ends, and every place lies in a file", async () => {
  const environment = "master: local\nconfiguration: {a: [1, {a: x}], b: null, spark: '${secret:S}'}\n";
  const files = { ...smallJob, "maki.yml": `publish: used\n${smallJob["maki.yml"]}`, "env/dev.yml": environment };
  const lines = (file: string, schema: string) => (file === "env/dev.yml" ? environment : schema).split("\n").length;
  const told = new Set<string>();
  for (let seed = 0; seed < 400; seed++) {
    const pick = random(seed);
    const keys = Array.from({ length: 3 }, () => [names[pick(names.length)] ?? "", anySchema(pick, 4)]);
    const schema = JSON.stringify(Object.fromEntries(keys), null, 1);
    const source = memoryFiles({ ...files, "env/schema.json": schema });
    const { all } = checkRepo(source, descriptors, { processEnv: {} });
    const found = all === undefined ? [] : await checkEnvironmentSchema(source, all.job, all.environments);
    for (const { code } of found) told.add(code);
    const places = found.every(({ at }) => at === undefined || at.line <= lines(at.file, schema));
    expect([seed, places]).toEqual([seed, true]);
  }
  expect([...told].toSorted()).toEqual(["AMA1004", "AMA1212", "AMA1213"]);
});
