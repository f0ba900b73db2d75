import { basename, join } from "node:path";
import { error } from "../../diagnostics/report.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { digestOf } from "../../model/digest.ts";
import type { LocalWheel } from "../../model/python-packages.ts";
import type { SourceFiles } from "../../model/source-files.ts";
import { placeFile } from "../place-file.ts";
import { readWheelName } from "./package-names.ts";

type WheelRead = { readonly ok: true; readonly value: LocalWheel } | { readonly ok: false; readonly why: string };

/** Reads which package a wheel of the repo holds. */
export function readWheel(path: string, files: SourceFiles): WheelRead {
  const bytes = files.read(path);
  if (bytes === undefined) return { ok: false, why: "there is no such file" };
  const name = readWheelName(basename(path));
  if (name === undefined) return { ok: false, why: "its name is not that of a wheel" };
  const sha256 = digestOf(bytes);
  return { ok: true, value: { path, ...name, sha256, read: () => bytes } };
}

/** The wheels that lie in a folder of the repo itself, not in folders below it. */
export function wheelsIn(
  folder: string,
  files: SourceFiles,
): readonly { readonly path: string; readonly wheel: WheelRead }[] {
  return files
    .list(folder)
    .filter((path) => path.endsWith(".whl") && !path.slice(folder.length + 1).includes("/"))
    .map((path) => ({ path, wheel: readWheel(path, files) }));
}

/** Two wheels of one package cannot be installed both. */
export function repeatedWheels(wheels: readonly LocalWheel[]): readonly Diagnostic[] {
  const first = new Map<string, LocalWheel>();
  return wheels.flatMap((wheel) => {
    const other = first.get(wheel.name);
    first.set(wheel.name, other ?? wheel);
    if (other === undefined || other.path === wheel.path) return [];
    const message = `${other.path} and ${wheel.path} are two wheels of ${wheel.name}.`;
    return [error("AMA1542", message, { hint: "Keep the one that is meant." })];
  });
}

/** The wheels as files with their own names, from which uv reads what they are; by their paths in the repo. */
export async function placeWheels(
  wheels: readonly LocalWheel[],
  cacheFolder: string,
): Promise<ReadonlyMap<string, string>> {
  const folder = join(cacheFolder, "local-wheels");
  const placed = wheels.map(async (wheel) => [wheel.path, await placeFile(folder, wheel.path, wheel.read())] as const);
  return new Map(await Promise.all(placed));
}
