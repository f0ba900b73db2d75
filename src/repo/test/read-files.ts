import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Environment } from "../../model/environment.ts";
import type { Job } from "../../model/job.ts";
import type { Result } from "../../model/result.ts";
import type { RunnerDescriptor } from "../../model/runner-descriptor.ts";
import { checkRepo } from "../check-repo.ts";
import { memoryFiles } from "../memory-files.ts";
import { type RepoOptions, readRepo } from "../read-repo.ts";

/** The two runners that repos of tests use; the program's own are handed in by its last layer. */
export const descriptors: readonly RunnerDescriptor[] = [
  {
    type: "spark-scala",
    aliases: [],
    group: "spark",
    groupTypes: ["scala"],
    host: "spark",
    language: "scala",
    runs: "source",
    takes: ["reference", "file"],
    extensions: [".scala"],
  },
  {
    type: "spark-jar",
    aliases: [],
    group: "spark",
    groupTypes: ["jar", "scala-jar"],
    host: "spark",
    runs: "class",
    takes: ["reference", "file"],
    extensions: [".jar"],
  },
];

export type Files = Readonly<Record<string, string>>;

/** Reads a repo that is given as texts by path. */
export function readFiles(
  files: Files,
  options: Partial<RepoOptions> = {},
): Result<{ job: Job; environment: Environment }> {
  return readRepo(memoryFiles(files), descriptors, { processEnv: {}, ...options });
}

/** What a check of the whole repo finds, in the same form as `problemsIn`. */
export function problemsOfAll(files: Files, options: Partial<RepoOptions> = {}): readonly string[] {
  return checkRepo(memoryFiles(files), descriptors, { processEnv: {}, ...options }).diagnostics.map(lineOf);
}

/** What is wrong with a repo, a line each: `maki.yml:3 ‹spark-skala› error AMA1103 … | hint`. */
export function problemsIn(files: Files, options: Partial<RepoOptions> = {}): readonly string[] {
  return readFiles(files, options).diagnostics.map(lineOf);
}

export function lineOf(diagnostic: Diagnostic): string {
  const { severity, code, message, hint } = diagnostic;
  return `${placeOf(diagnostic)}${severity} ${code} ${message}${hint === undefined ? "" : ` | ${hint}`}`;
}

/** The line, and the text there that is underlined; the column where it is only a point. */
function placeOf({ at, sourceLine = "" }: Diagnostic): string {
  if (at === undefined) return "";
  if (at.endColumn === undefined || at.endLine !== undefined) return `${at.file}:${at.line}:${at.column} `;
  return `${at.file}:${at.line} ‹${sourceLine.slice(at.column - 1, at.endColumn - 1)}› `;
}

/** The job and environment of a repo that must be readable. */
export function readValid(files: Files, options: Partial<RepoOptions> = {}): { job: Job; environment: Environment } {
  const read = readFiles(files, options);
  if (!read.ok) throw new Error(problemsIn(files, options).join("\n"));
  return read.value;
}

/** A flow of actions that need no file, for tests of something else. */
export const smallJob: Files = {
  "maki.yml": "job-name: small\nflow:\n  - {name: start, type: spark-scala, file: a.scala}\n",
  "src/a.scala": "",
};

/** A small job with one action, whose other keys are `rest`, in braces. */
export function action(rest: string): { readonly "maki.yml": string; readonly "src/a.scala": string } {
  return { "maki.yml": `job-name: x\nflow:\n  - {name: a, ${rest}}\n`, "src/a.scala": "" };
}
