import { posix } from "node:path";
import type { ActionSource } from "../../model/job.ts";
import { nearest } from "../../model/nearest.ts";
import type { RepoFiles } from "../repo-files.ts";
import type { JobRule } from "./job-rule.ts";

/** Each action's file is there, is a file, and lies in the repo, links followed. */
export const missingFile: JobRule = (_job, { files, folder, found }) => {
  const src = `${folder}src`;
  let hints = 0;
  const hintFor = (path: string) => (hints++ < maximumHints ? searchedHint(path, src, files) : plainHint(path, src));
  for (const { source } of found.sources) checkFile(source, hintFor, files);
};

/** The search takes time for each missing file; who misses this many has another problem than a slip. */
const maximumHints = 20;

function checkFile(source: ActionSource, hintFor: (path: string) => string, files: RepoFiles): void {
  if (source.kind !== "file" && source.kind !== "jar") return;
  const { path, at } = source;
  const { problems } = files;
  const kind = files.source.kind(path);
  if (kind === "outside") {
    problems.error("AMA1108", `\`${path}\` is a link that leads out of the repo.`, at, {
      hint: "Put the file itself into the repo.",
    });
  } else if (kind === "folder") {
    problems.error("AMA1107", `\`${path}\` is a folder.`, at, { hint: "Name a file." });
  } else if (kind === undefined) {
    problems.error("AMA1107", `There is no file \`${path}\`.`, at, { hint: hintFor(path) });
  }
}

function searchedHint(path: string, src: string, { source }: RepoFiles): string {
  const below = source.list(src);
  const sameName = below.find((other) => posix.basename(other) === posix.basename(path));
  const near = sameName ?? nearest(path, below, 2);
  return near === undefined ? plainHint(path, src) : `Did you mean \`${posix.relative(src, near)}\`?`;
}

function plainHint(path: string, src: string): string {
  return path.includes("${") ? "References are not resolved in `file`." : `\`file\` is relative to ${src}/.`;
}
