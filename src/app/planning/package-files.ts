import { digestOf } from "../../model/digest.ts";
import { everyAction } from "../../model/every-action.ts";
import type { Earlier } from "./plan-job.ts";
import type { Prepared } from "../reading/prepare.ts";

/** A digest of all files of the repo that may ask for packages or jars; the locks are written by a run itself. */
export function digestOfPackageFiles({ job, checkout: { tree } }: Pick<Prepared, "job" | "checkout">): string {
  const folders = new Set(["deps", ...everyAction(job).map(({ name }) => `src/${name}`)]);
  const asks = (path: string) =>
    !path.endsWith(".lock") && [...folders].some((folder) => path.startsWith(`${folder}/`));
  const files = tree.files.filter(({ path }) => asks(path));
  return digestOf(files.map(({ path, sha256 }) => `${path} ${sha256}\n`).join(""));
}

/**
 * What an earlier run had installed, by those names, while the same files ask for it: for a plan that installs nothing,
 * and for actions of the earlier run that this one does not run.
 */
export function installedBefore(
  prepared: Pick<Prepared, "job" | "checkout">,
  { resume, inputs }: Earlier,
  names: readonly string[],
): Readonly<Record<string, string>> {
  const before = (resume ?? inputs)?.installed;
  if (before?.askedBy !== digestOfPackageFiles(prepared)) return {};
  return Object.fromEntries(Object.entries(before.locks).filter(([name]) => names.includes(name)));
}
