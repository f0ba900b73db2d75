import { existsSync, readFileSync, statSync, readdirSync } from "node:fs";
import { extname, isAbsolute, join } from "node:path";
import type { PublishedDataset } from "../../model/event.ts";
import type { Publication } from "../../protocol/messages/datasets.ts";

/** What a script has published, or what is wrong with it, in words for its author. */
export type Exported =
  | { readonly is: "exported"; readonly datasets: readonly PublishedDataset[] }
  | { readonly is: "wrong"; readonly message: string };

const formats: Readonly<Record<string, string>> = {
  ".parquet": "parquet",
  ".csv": "csv",
  ".json": "json",
  ".jsonl": "json",
  ".ndjson": "json",
  ".orc": "orc",
  ".avro": "avro",
};

/** Reads the `NAME=path` lines of the file that `$AMA_EXPORTS` names; `cwd` is what their paths are relative to. */
export function exportedDatasets(file: string, publish: readonly Publication[], cwd: string): Exported {
  const lines = existsSync(file) ? readFileSync(file, "utf8").split(/\r?\n/) : [];
  const paths = new Map<string, string>();
  const relative = new Set<string>();
  for (const line of lines.filter((text) => text.trim() !== "")) {
    const [, name = "", path = ""] = /^\s*([^=]+?)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (name === "" || path === "") return wrong(`"${line}" in $AMA_EXPORTS is not of the form NAME=path`);
    paths.set(name, isAbsolute(path) ? path : join(cwd, path));
    if (!isAbsolute(path)) relative.add(name);
  }
  for (const [name, path] of paths) {
    if (!existsSync(path)) return wrong(nothingThere(name, path, relative.has(name)));
  }
  const missing = publish.find(({ name, optional }) => name !== "*" && optional !== true && !paths.has(name));
  if (missing !== undefined) {
    return wrong(`it has not published ${missing.name}: append a line ${missing.name}=<path> to $AMA_EXPORTS`);
  }
  const takesAll = publish.some(({ name }) => name === "*");
  const asked = new Map(publish.map((one) => [one.name, one]));
  const datasets = [...paths].filter(([name]) => takesAll || asked.has(name));
  return {
    is: "exported",
    datasets: datasets.map(([name, path]) => ({
      name,
      kind: "file",
      as: "file",
      path,
      format: formatOf(path) ?? asked.get(name)?.format ?? "parquet",
      bytes: bytesIn(path),
    })),
  };
}

function nothingThere(name: string, path: string, isRelative: boolean): string {
  const why = isRelative ? "; a relative path begins where the script began, wherever it has changed to" : "";
  return `$AMA_EXPORTS says that ${name} lies at ${path}, but nothing is there${why}`;
}

function wrong(message: string): Exported {
  return { is: "wrong", message };
}

/** By the file's ending; a folder's by that of the files in it. */
function formatOf(path: string): string | undefined {
  const own = formats[extname(path).toLowerCase()];
  if (own !== undefined || !statSync(path).isDirectory()) return own;
  return readdirSync(path)
    .map((name) => formats[extname(name).toLowerCase()])
    .find((format) => format !== undefined);
}

function bytesIn(path: string): number {
  const found = statSync(path);
  if (!found.isDirectory()) return found.size;
  return readdirSync(path).reduce((sum, name) => sum + bytesIn(join(path, name)), 0);
}
