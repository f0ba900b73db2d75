import { readFile } from "node:fs/promises";
import * as v from "valibot";

/** What a lock file holds; undefined where there is none; a text, saying why, where it cannot be used. */
export async function readLockFile<T extends object>(
  file: string,
  schema: v.GenericSchema<unknown, T>,
): Promise<T | string | undefined> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (problem) {
    const code = problem instanceof Error && "code" in problem ? problem.code : undefined;
    return code === "ENOENT" || code === "ENOTDIR" ? undefined : String(problem);
  }
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text);
  if (result.success) return result.output;
  const [issue] = result.issues;
  return `${v.getDotPath(issue) ?? "the file"}: ${issue.message}`;
}
