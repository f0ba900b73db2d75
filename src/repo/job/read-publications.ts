import type { DeclaredPublication } from "../../model/job.ts";
import { nearest } from "../../model/nearest.ts";
import { Fields } from "../fields.ts";
import type { Problems } from "../problems.ts";
import { entries, text, word } from "../readers.ts";
import type { YamlEntry } from "../yaml/yaml-node.ts";
import { publicationKeys } from "./keys.ts";

const inMemory = ["reference", "cache", "checkpoint"] as const;
const commonFormats = ["parquet", "json", "csv", "orc", "avro", "text", "delta", "iceberg", "hudi"];

/** `publishes:` and 0.2's `exports:`, which give the format only. */
export function readPublications(fields: Fields, problems: Problems): DeclaredPublication[] {
  const exports = fields.read("exports", entries) ?? [];
  const publishes = fields.read("publishes", entries) ?? [];
  const found = [...exports, ...publishes].flatMap((entry) => readPublication(entry, problems) ?? []);
  reportTwice(found, problems);
  return found;
}

function readPublication({ key, keyAt, value }: YamlEntry, problems: Problems): DeclaredPublication | undefined {
  if (value.kind !== "map") {
    const as = word(value, `\`${key}\``, problems);
    return as === undefined
      ? undefined
      : { name: key, at: keyAt, ...storage(as.value, undefined, () => problemAt(as.value, as.at, problems)) };
  }
  const fields = Fields.of(value, publicationKeys, problems);
  const as = fields?.read("as", word);
  const format = fields?.read("format", text);
  const how = storage(
    as?.value ?? format?.value ?? "reference",
    format?.value,
    () => as && problemAt(as.value, as.at, problems),
  );
  return { name: key, at: keyAt, ...how };
}

function storage(
  as: string,
  format: string | undefined,
  check: () => void,
): Pick<DeclaredPublication, "as" | "format"> {
  const kind = inMemory.find((one) => one === as);
  if (kind !== undefined) return format === undefined ? { as: kind } : { as: kind, format };
  check();
  return { as: "file", format: format ?? as };
}

/** Spark has formats that nobody here knows, so only what looks like a slip of a common one is wrong. */
function problemAt(as: string, at: DeclaredPublication["at"], problems: Problems): void {
  const known = [...inMemory, ...commonFormats];
  const near = known.includes(as) ? undefined : nearest(as, known);
  if (near !== undefined) {
    problems.error("AMA1013", `\`${as}\` is no way to publish a dataset.`, at, { hint: `Did you mean \`${near}\`?` });
  }
}

function reportTwice(found: readonly DeclaredPublication[], problems: Problems): void {
  const first = new Map<string, DeclaredPublication>();
  for (const one of found) {
    const other = first.get(one.name);
    if (other === undefined) first.set(one.name, one);
    else {
      problems.error("AMA1115", `\`${one.name}\` is in \`exports\` and in \`publishes\`.`, one.at, {
        hint: "Keep one of them.",
        related: [{ message: "the first one", at: other.at }],
      });
    }
  }
}
