import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rmdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { RWorker } from "./r-worker.ts";

let worker: RWorker;
beforeAll(async () => {
  worker = await RWorker.start();
});
afterAll(() => worker.close());

it("ends an action at quit(), succeeded", async () => {
  for (const quit of ["quit()", "q()", 'q("no")', "quit(status = 0)", "f <- function() quit(); f()"]) {
    const attempt = await worker.run(`cat("before")\n${quit}\ncat("after")\n`);
    expect([quit, attempt.printed(), attempt.ended.status]).toEqual([quit, "before", "succeeded"]);
  }
});

it("fails an action that quits with a status", async () => {
  const { ended } = await worker.run("f <- function() {\n  quit(status = 3)\n}\nf()\n");
  expect(ended).toMatchObject({
    status: "failed",
    error: { type: "exit:3", types: [], line: 2, statement: 1, phase: "run" },
  });
});

it("tells of a process that was killed, and goes on with another", async () => {
  const killed = await worker.run('cat("before\\n")\ntools::pskill(Sys.getpid(), tools::SIGKILL)\nSys.sleep(60)\n');
  expect(killed.printed()).toBe("before\n");
  expect(killed.ended.error).toMatchObject({
    type: "ama.WorkerLost",
    message: "R was ended by signal 9 (SIGKILL)",
    statement: 1,
    line: 2,
  });
  expect((await worker.run("1")).ended.status).toBe("succeeded");
});

it("interrupts what sleeps, and what its children do", async () => {
  for (const source of ["Sys.sleep(60)", 'system("sleep 60")', "repeat {}"]) {
    const attempt = await worker.begin(`cat("on")\n${source}\ncat("after")`);
    await worker.until(attempt, () => attempt.printed() === "on");
    await worker.cancel(attempt, 10_000);
    expect(attempt.ended).toMatchObject({ status: "cancelled", clean: true });
    expect(attempt.printed()).toBe("on");
  }
  expect((await worker.run('cat("well")')).printed()).toBe("well");
});

it("does not go on after a cancel that the action has swallowed", async () => {
  const attempt = await worker.begin(
    'cat("on")\nx <- tryCatch(Sys.sleep(60), interrupt = function(i) 1)\ncat("after")',
  );
  await worker.until(attempt, () => attempt.printed() === "on");
  await worker.cancel(attempt, 10_000);
  expect(attempt.ended).toMatchObject({ status: "cancelled", clean: true });
  expect(attempt.printed()).toBe("on");
});

it("kills what cannot be interrupted", async () => {
  const attempt = await worker.begin('cat("on")\nrepeat tryCatch(Sys.sleep(1), interrupt = function(i) 1)');
  await worker.until(attempt, () => attempt.printed() === "on");
  await worker.cancel(attempt, 300);
  expect(attempt.ended).toMatchObject({ status: "cancelled", clean: true });
  expect((await worker.run("1")).ended.status).toBe("succeeded");
});

it("ends what stays behind, and says what that was", async () => {
  const attempt = await worker.run(
    'system("sleep 61.5 & echo started")\nsystem("setsid sleep 62.5", wait = FALSE)\nx <- parallel::mcparallel(Sys.sleep(63))\n',
  );
  expect(attempt.printed()).toBe("started\n");
  expect(attempt.ended.status).toBe("succeeded");
  expect(attempt.warnings).toHaveLength(1);
  expect(attempt.warnings[0]).toMatch(/^ended what the action had left behind: .*\(process \d+\)/);
  expect(attempt.warnings[0]).toContain("sleep 61.5");
  const stayed = spawnSync("pgrep", ["-f", "^sleep 6[12].5$"], { encoding: "utf8" });
  expect(stayed.stdout).toBe("");
});

it("leaves no process when its leader hangs up in the middle of an endless loop", async () => {
  const own = await RWorker.start();
  const attempt = await own.begin('cat(Sys.getpid(), "")\nrepeat {}');
  await own.until(attempt, () => attempt.printed().endsWith(" "));
  const evaluator = Number(attempt.printed());
  await own.close();
  await expect.poll(() => isAlive(evaluator)).toBe(false);
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

it("leaves nothing in the folder of temporary files", async () => {
  const folder = await mkdtemp(join(tmpdir(), "ama-r-tmp-"));
  const own = await RWorker.start({ TMPDIR: folder });
  await own.run('writeLines("x", tempfile()); tools::pskill(Sys.getpid(), tools::SIGKILL)');
  await own.run('writeLines("x", tempfile())');
  await own.close();
  expect(await readdir(folder)).toEqual([]);
  await rmdir(folder);
});

it("fails the attempt when R ends before it is ready, and tries again with the next", async () => {
  const profile = join(worker.folder, "profile.R");
  await writeFile(profile, 'if (any(grepl("evaluator[.]R$", commandArgs()))) quit(status = 3)\n');
  const broken = await RWorker.start({ R_PROFILE_USER: profile });
  const { ended } = await broken.run("1");
  expect(ended.error).toMatchObject({ type: "ama.WorkerLost", message: "R ended with exit code 3" });
  await writeFile(profile, 'options(mine = "hello")\n');
  expect((await broken.run('cat(getOption("mine"))')).printed()).toBe("hello");
  await broken.close();
});
