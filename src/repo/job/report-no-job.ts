import type { RepoFiles } from "../repo-files.ts";

/** Says that a folder has no maki.yml, and where there are some. */
export function reportNoJob(files: RepoFiles, folder: string): void {
  const others = jobFolders(files);
  const where = folder === "" ? "the repo's root" : `\`${folder}\``;
  files.problems.error("AMA1001", `There is no maki.yml in ${where}.`, undefined, {
    hint:
      others.length === 0
        ? "Change to a folder with a maki.yml, name one with `--repo`, or write one: docs/guide/first-job.md."
        : `There are jobs in: ${others.join(", ")}. Name one with \`--job\`.`,
  });
}

function jobFolders(files: RepoFiles): readonly string[] {
  const makis = files.source.list("").filter((path) => /\/maki\.(yml|yaml|json)$/.test(path));
  return [...new Set(makis.map((path) => path.slice(0, path.lastIndexOf("/"))))].slice(0, 10);
}
