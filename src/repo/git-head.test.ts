import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { readHead } from "./git-head.ts";

let top: string;
beforeEach(() => {
  top = temporaryFolder();
  git("init", "-q", "-b", "feature/x");
});

function git(...args: string[]): string {
  const identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"];
  return execFileSync("git", [...identity, ...args], { cwd: top, encoding: "utf8", stdio: "pipe" }).trim();
}

test("HEAD is what git says, however it is kept", () => {
  expect(readHead(top)).toBeUndefined();
  git("commit", "-q", "--allow-empty", "-m", "x");
  const commit = git("rev-parse", "HEAD");
  expect(readHead(top)).toEqual({ commit, branch: "feature/x" });
  git("pack-refs", "--all");
  expect(readHead(top)).toEqual({ commit, branch: "feature/x" });
  git("worktree", "add", "-q", "-b", "other", "tree");
  expect(readHead(join(top, "tree"))).toEqual({ commit, branch: "other" });
  git("checkout", "-q", "--detach");
  expect(readHead(top)).toEqual({ commit });
});
