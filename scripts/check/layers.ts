import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/**
 * The order of src/'s folders: a folder imports only from rows above its own, and from itself. Folders in one row
 * don't know each other.
 */
export const layers: readonly (readonly string[])[] = [
  ["model"],
  ["diagnostics", "protocol"],
  ["repo", "analysis", "deps", "storage", "toolchain", "secrets"],
  ["plan", "testing"],
  ["engine"],
  ["frameworks", "clusters", "state", "reporters"],
  ["app"],
  ["cli", "server"],
];

const importPattern =
  /(?:^|\n)\s*(?:import|export)\b[^"'`;]*?from\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/g;

/** The relative modules that a source text imports, statically, dynamically, or by `export … from`. */
export function relativeImports(source: string): string[] {
  return [...source.matchAll(importPattern)].map((m) => m[1] ?? m[2] ?? "").filter((path) => path.startsWith("."));
}

/** Every import in `root` (a `src` folder) that goes against `layers`, as `file → file`; tests may look around. */
export function layerViolations(root: string): string[] {
  const rank = new Map(layers.flatMap((row, i) => row.map((folder) => [folder, i] as const)));
  return sourcesIn(root).flatMap((file) =>
    relativeImports(readFileSync(file, "utf8"))
      .map((path) => relative(root, join(dirname(file), path)))
      .filter((target) => !allowed(relative(root, file), target, rank))
      .map((target) => `${relative(root, file)} → ${target}`),
  );
}

function allowed(file: string, target: string, rank: ReadonlyMap<string, number>): boolean {
  const [from = "", to = ""] = [file, target].map((path) => path.split("/")[0] ?? "");
  // What lies beside src/, such as package.json, is data.
  if (from === to || to === "..") return true;
  const [fromRank, toRank] = [rank.get(from), rank.get(to)];
  return fromRank !== undefined && toRank !== undefined && toRank < fromRank;
}

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.name.endsWith(".test.ts"))
    .map((entry) => join(entry.parentPath, entry.name));
}
