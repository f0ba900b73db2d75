import * as v from "valibot";
import { digestOf } from "../../model/digest.ts";
import type { PythonRequirements } from "../../model/python-packages.ts";
import { writeWhole } from "../write-whole.ts";
import type { FoundLock } from "../kept-lock.ts";
import { readLockFile } from "../read-lock-file.ts";

const Sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
function listOf<T extends v.GenericSchema>(item: T) {
  return v.pipe(v.array(item), v.readonly());
}

const LockedPackage = v.object({
  name: v.string(),
  version: v.string(),
  /** On which platforms and Pythons it is installed; all where it is missing. */
  marker: v.optional(v.string()),
  /** Where it comes from, if not from a package index: a wheel of the repo, or an address. */
  wheel: v.optional(v.string()),
  url: v.optional(v.string()),
  /** Whether the repo itself names it. */
  declared: v.boolean(),
  askedBy: listOf(v.string()),
  /** One for each of its files: for each platform and Python, and its sources. */
  sha256: listOf(Sha256),
});
const LockedPackages = v.object({
  /** The digest of what was declared. */
  declared: v.string(),
  /** The files that declare it; sets of the same files replace each other. */
  label: v.string(),
  /** The oldest Python that it is for: `3.11`. */
  python: v.pipe(v.string(), v.regex(/^3\.\d+$/)),
  packages: listOf(LockedPackage),
});
const Lock = v.object({ version: v.literal(1), about: v.string(), sets: listOf(LockedPackages) });

export type LockedPackage = v.InferOutput<typeof LockedPackage>;
export type LockedPackages = v.InferOutput<typeof LockedPackages>;
type Lock = v.InferOutput<typeof Lock>;

/** What a lock is for. */
export interface PythonLockKey {
  readonly declared: string;
  readonly label: string;
  /** The minor version of the Python that is used. */
  readonly python: string;
}

/** Names all that decides which packages requirements bring. `version` is a Python's, in full. */
export function pythonLockKey({ requirements, wheels }: PythonRequirements, version: string): PythonLockKey {
  const content = [
    requirements.map(({ text, constraint }) => [text, constraint]),
    wheels.map(({ path, sha256 }) => [path, sha256]),
  ];
  const files = requirements.flatMap(({ at }) => at?.file ?? []);
  const label = [...new Set([...files, ...wheels.map(({ path }) => path)])].sort().join(", ");
  return { declared: digestOf(JSON.stringify(content)), label, python: version.split(".").slice(0, 2).join(".") };
}

/** Looks for the set of `key`. A set is for its Python and all newer ones. */
export async function readPythonLock(file: string, key: PythonLockKey): Promise<FoundLock<LockedPackages>> {
  const lock = await readLockFile(file, Lock);
  if (lock === undefined) return { is: "absent" };
  if (typeof lock === "string") return { is: "unusable", why: lock };
  const fitting = lock.sets.filter((set) => minorOf(set.python) <= minorOf(key.python));
  const set = fitting
    .filter((one) => one.declared === key.declared)
    .toSorted((a, b) => minorOf(b.python) - minorOf(a.python))[0];
  if (set !== undefined) return { is: "found", set };
  const old = fitting.find(({ label }) => label === key.label);
  return { is: "stale", ...(old === undefined ? {} : { old }) };
}

function minorOf(python: string): number {
  return Number(python.split(".")[1]);
}

/** Writes the set into a lock file, beside those of the job's other actions and of other Pythons. */
export async function writePythonLock(file: string, set: LockedPackages): Promise<void> {
  const old = await readLockFile(file, Lock);
  const others =
    typeof old === "object" ? old.sets.filter((one) => one.label !== set.label || isOfOtherPython(one, set)) : [];
  const sets = [...others, set].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  const about =
    "The Python packages that the job's requirements resolve to. Written by ama; commit it, so that every run uses these.";
  const lock: Lock = { version: 1, about, sets };
  await writeWhole(file, `${JSON.stringify(lock, null, 2)}\n`);
}

function isOfOtherPython(one: LockedPackages, set: LockedPackages): boolean {
  return one.declared === set.declared && one.python !== set.python;
}

function orderOf({ label, python }: LockedPackages): string {
  return `${label} ${python.padStart(8)}`;
}
