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

/**
 * The same within a folder of src/. `.` are the files that lie in the folder itself; where it is missing, these may
 * import from all of the folders and be imported by all.
 */
const innerLayers: Readonly<Record<string, readonly (readonly string[])[]>> = {
  engine: [["core"], ["."], ["simulation"]],
  app: [["progress"], ["reading", "records", "hosts"], ["dependencies"], ["planning", "execution"]],
};

const importPattern =
  /(?:^|\n)\s*(?:import|export)\b[^"'`;]*?from\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/g;

/** The relative modules that a source text imports, statically, dynamically, or by `export … from`. */
export function relativeImports(source: string): string[] {
  return [...source.matchAll(importPattern)].map((m) => m[1] ?? m[2] ?? "").filter((path) => path.startsWith("."));
}

/** Every import in `root` (a `src` folder) that goes against `layers`, as `file → file`; tests may look around. */
export function layerViolations(root: string): string[] {
  return sourcesIn(root).flatMap((file) =>
    relativeImports(readFileSync(file, "utf8"))
      .map((path) => relative(root, join(dirname(file), path)))
      .filter((target) => !allowed(relative(root, file), target))
      .map((target) => `${relative(root, file)} → ${target}`),
  );
}

function allowed(file: string, target: string): boolean {
  const [from = "", to = ""] = [file, target].map((path) => path.split("/")[0] ?? "");
  // What lies beside src/, such as package.json, is data.
  if (to === "..") return true;
  if (from !== to) return isBefore(to, from, layers);
  const inner = innerLayers[from];
  return inner === undefined || allowedWithin(relative(from, file), relative(from, target), inner);
}

function allowedWithin(file: string, target: string, rows: typeof layers): boolean {
  const [from = "", to = ""] = [file, target].map((path) => (path.includes("/") ? path.split("/")[0] : "."));
  const isOpen = (folder: string): boolean => folder === "." && !rows.flat().includes(".");
  return from === to || isOpen(from) || isOpen(to) || isBefore(to, from, rows);
}

function isBefore(left: string, right: string, rows: typeof layers): boolean {
  const [leftRank, rightRank] = [left, right].map((folder) => rows.findIndex((row) => row.includes(folder)));
  return leftRank !== undefined && rightRank !== undefined && leftRank >= 0 && leftRank < rightRank;
}

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.name.endsWith(".test.ts"))
    .map((entry) => join(entry.parentPath, entry.name));
}
