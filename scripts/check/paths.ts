import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** No tracked file names a folder of one person's machine. */
const root = join(import.meta.dirname, "../..");
const folders = ["work", "root", "home/[a-z]+", "Users/[A-Za-z]+"].map((folder) => `(?<![\\w$}./<-])/${folder}/`);
const pattern = new RegExp(folders.join("|"));
const tracked = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" }).split("\0").filter(Boolean);

const problems = tracked
  .filter((file) => statSync(join(root, file), { throwIfNoEntry: false })?.isFile())
  .filter((file) => !/^(LICENSE|package-lock\.json|scripts\/check\/paths\.ts)$/.test(file))
  .flatMap((file) =>
    readFileSync(join(root, file), "utf8")
      .split("\n")
      .flatMap((line, i) => (pattern.test(line) ? [`${file}:${i + 1}: ${line.trim().slice(0, 100)}`] : [])),
  );

for (const problem of problems) console.log(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
