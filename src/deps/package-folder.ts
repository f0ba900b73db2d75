import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { writeWhole } from "./write-whole.ts";

/** A package as it was installed. */
export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
}

export const InstalledPackages = v.array(v.object({ name: v.string(), version: v.string() }));

/** A folder of the cache that packages were installed into, and what is watched of it. */
export interface PackageFolder {
  readonly folder: string;
  /** Where it is written down that its content was found right. */
  readonly note: string;
  /** Relative to the folder. */
  readonly places: readonly string[];
  readonly packages: readonly InstalledPackage[];
}

const Seen = v.object({ at: v.number(), places: v.array(v.string()), stats: v.string(), packages: InstalledPackages });

/** Rot on the disk changes no stat, so that the content is looked at again after a week. */
const trustMs = 7 * 24 * 3600 * 1000;

/**
 * The packages of a folder that is as it was when its content was last found right: what is watched of it, all its
 * folders above all, has the same entries. Takes a millisecond or two (docs/decisions/0034). Undefined where something
 * is different, or that is too long ago.
 */
export function trusted(folder: string, note: string, now: number): readonly InstalledPackage[] | undefined {
  const seen = v.safeParse(v.pipe(v.string(), v.parseJson(), Seen), textOf(note));
  if (!seen.success || now - seen.output.at > trustMs) return undefined;
  const { places, stats, packages } = seen.output;
  return statsOf(folder, places) === stats ? packages : undefined;
}

/** Writes down that the content is right. */
export async function remember({ folder, note, places, packages }: PackageFolder, now: number): Promise<void> {
  await writeWhole(note, JSON.stringify({ at: now, places, stats: statsOf(folder, places), packages }));
}

function statsOf(folder: string, places: readonly string[]): string {
  const hash = createHash("sha256");
  for (const place of places) {
    const found = statSync(join(folder, place), { bigint: true, throwIfNoEntry: false });
    hash.update(found === undefined ? "-" : `${found.size} ${found.mtimeNs} ${found.ctimeNs} ${found.ino}\n`);
  }
  return hash.digest("hex");
}

/** The text of a file; empty where there is none. */
export function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** Whether there is anything at all at the folder's place. */
export function exists(folder: string): boolean {
  try {
    readdirSync(folder);
    return true;
  } catch {
    return false;
  }
}
