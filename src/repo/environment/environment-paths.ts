import { dirname } from "node:path";
import type { Job, Located } from "../../model/job.ts";
import { type RepoFiles, yamlBaseName } from "../repo-files.ts";
import { repoPath } from "../repo-path.ts";

/** The job's folder with a `/` at its end, or nothing for the repo's root. */
export function jobFolder(job: Pick<Job, "file">): string {
  const folder = dirname(job.file);
  return folder === "." ? "" : `${folder}/`;
}

/** Where the files of one environment lie. */
export interface EnvironmentPlaces {
  /** Without its ending: `env/dev`. */
  readonly file?: string;
  /** Folders, and files of `config:`, in the order of rank. */
  readonly others: readonly string[];
}

/** The places of an environment of this name; undefined where there is none. */
export function environmentPlaces(name: string, job: Job, files: RepoFiles): EnvironmentPlaces | undefined {
  if (name === "" || name === "." || name === ".." || /[/\\\p{Cc}]/u.test(name)) return undefined;
  const base = `${jobFolder(job)}env/${name}`;
  const isFile = files.pathsNamed(base).length > 0 && name !== "schema";
  const folders = files.source.kind(base) === "folder" ? [base] : [];
  const configured = configuredPaths(job.configPath, job, name, undefined, files);
  if (!isFile && folders.length === 0 && configured.length === 0) return undefined;
  return { ...(isFile ? { file: base } : {}), others: [...folders, ...configured] };
}

/** What 0.2's `config:` (or its `job-config:`, a list with commas) names for an environment, as far as it is there. */
export function configuredPaths(
  path: Located<string> | undefined,
  job: Job,
  environment: string,
  action: string | undefined,
  { source, problems }: RepoFiles,
): readonly string[] {
  if (path === undefined) return [];
  return path.value.split(",").flatMap((part) => {
    const filled = part
      .trim()
      .replaceAll("{env}", environment)
      .replaceAll("{action_name}", action ?? "");
    const inRepo = filled === "" ? undefined : repoPath(jobFolder(job), filled);
    if (inRepo !== undefined && source.kind(inRepo) !== "outside")
      return source.kind(inRepo) === undefined ? [] : [inRepo];
    problems.error("AMA1108", `\`${part.trim()}\` leads out of the repo.`, path.at, {
      hint: "Name a folder of the repo.",
    });
    return [];
  });
}

/** The names of all environments of a job, sorted. */
export function environmentNames(job: Job, { source }: RepoFiles): readonly string[] {
  const env = `${jobFolder(job)}env`;
  const names = source.list(env).flatMap((path) => {
    const [first = "", ...rest] = path.slice(env.length + 1).split("/");
    if (rest.length > 0) return [first];
    const base = yamlBaseName(first);
    return base === undefined || base === "schema" ? [] : [base];
  });
  return [...new Set([...names, ...configuredNames(job, source)])].sort();
}

/** The names that stand where `config:` has `{env}`. */
function configuredNames(job: Job, source: RepoFiles["source"]): readonly string[] {
  return (job.configPath?.value ?? "").split(",").flatMap((part) => {
    const [before, after] = part.trim().split("{env}", 2);
    const folder = before?.endsWith("/") && after !== undefined ? repoPath(jobFolder(job), before) : undefined;
    if (folder === undefined) return [];
    return source.list(folder).flatMap((path) => {
      const [name = "", ...rest] = path.slice(folder.length + 1).split("/");
      return rest.length > 0 ? [name] : [];
    });
  });
}
