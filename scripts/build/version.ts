import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";

const schema = v.looseObject({ version: v.string() });

/** The version that the package.json of a folder says. */
export function versionOf(folder: string): string {
  return v.parse(schema, JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))).version;
}
