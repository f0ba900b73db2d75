import * as v from "valibot";
import { writeWhole } from "../write-whole.ts";
import { readLockFile } from "../read-lock-file.ts";

const LockedRunner = v.object({
  name: v.string(),
  /** As maki.yml says it. */
  from: v.string(),
  /** What that was when it was locked: the package's version, or the commit. */
  version: v.string(),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});
const Lock = v.object({ version: v.literal(1), about: v.string(), runners: v.array(LockedRunner) });

/** A runner as `deps/runners.lock` fixes it. */
export type LockedRunner = v.InferOutput<typeof LockedRunner>;

/** What a lock file holds; none where there is none. Text says why it cannot be used. */
export async function readRunnersLock(file: string): Promise<readonly LockedRunner[] | string> {
  const lock = await readLockFile(file, Lock);
  return typeof lock === "object" ? lock.runners : (lock ?? []);
}

/** Writes all runners of a job that come from elsewhere. */
export async function writeRunnersLock(file: string, runners: readonly LockedRunner[]): Promise<void> {
  const about = "The runners that maki.yml names by package or git repository. Written by ama; commit it.";
  const sorted = runners.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  await writeWhole(file, `${JSON.stringify({ version: 1, about, runners: sorted }, null, 2)}\n`);
}
