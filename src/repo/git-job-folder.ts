import { posix } from "node:path";
import { error } from "../diagnostics/report.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { nearest } from "../model/nearest.ts";
import { walk } from "./git-working-tree.ts";

/** What a job's definition may be called, the first that there is counts. */
export const jobFileNames = ["maki.yml", "maki.yaml", "maki.json"];

/** The folders that hold a job, of a folder on disk or of a commit's paths. */
export function jobFolders(where: string | ReadonlySet<string>): string[] {
  const paths = typeof where === "string" ? walk(where) : [...where];
  const jobs = paths.filter((path) => jobFileNames.includes(posix.basename(path))).map((path) => posix.dirname(path));
  return [...new Set(jobs)].sort();
}

export function noJob(where: string, jobs: readonly string[]): Diagnostic {
  const hint =
    jobs.length === 0
      ? "Name the folder that has one with --repo, or write one: docs/guide/first-job.md."
      : `There ${jobs.length === 1 ? "is a job" : "are jobs"} below it: add ${some(
          jobs.map((job) => `--job ${job}`),
          " or ",
        )}.`;
  return error("AMA1402", `There is no maki.yml in ${where}.`, { hint });
}

export function noJobFolder(where: string, folder: string, jobs: readonly string[]): Diagnostic {
  const meant = nearest(folder, jobs);
  return error("AMA1412", `There is no maki.yml in the folder ${folder} of ${where}.`, {
    hint: meant === undefined ? listed(jobs) : `Did you mean \`${meant}\`?`,
  });
}

function listed(jobs: readonly string[]): string {
  const below = jobs.filter((job) => job !== ".");
  const root = below.length < jobs.length ? ["Its own job is run without naming a folder."] : [];
  const others = below.length === 0 ? [] : [`There are jobs in ${some(below, ", ")}.`];
  return [...root, ...others].join(" ") || "It holds no job at all.";
}

function some(names: readonly string[], separator: string): string {
  const first = names.slice(0, 5).join(separator);
  return names.length > 5 ? `${first} and ${names.length - 5} more` : first;
}
