import { readFile } from "node:fs/promises";
import * as v from "valibot";
import { writeWhole } from "../jar-store.ts";

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
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (problem) {
    const code = problem instanceof Error && "code" in problem ? problem.code : undefined;
    return code === "ENOENT" || code === "ENOTDIR" ? [] : String(problem);
  }
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), Lock), text);
  if (result.success) return result.output.runners;
  const [issue] = result.issues;
  return `${v.getDotPath(issue) ?? "the file"}: ${issue.message}`;
}

/** Writes all runners of a job that come from elsewhere. */
export async function writeRunnersLock(file: string, runners: readonly LockedRunner[]): Promise<void> {
  const about = "The runners that maki.yml names by package or git repository. Written by ama; commit it.";
  const sorted = runners.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  await writeWhole(file, `${JSON.stringify({ version: 1, about, runners: sorted }, null, 2)}\n`);
}
