import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { temporaryFolder } from "../../testing/temporary-folder.ts";
import { startProcess } from "./started-process.ts";

test.each([
  ["there is no such program", ["no-such-program"], {}, "ENOENT"],
  ["a variable is longer than the system takes", ["true"], { LONG: "x".repeat(1 << 20) }, "E2BIG"],
])("where %s, it rejects", async (_, command, env, code) => {
  await expect(startProcess(command, { env: { PATH: process.env["PATH"], ...env } })).rejects.toMatchObject({ code });
});

test("what a process has started in its group ends with it", async () => {
  const cwd = temporaryFolder();
  const started = await startProcess(["sh", "-c", "sleep 600 & echo $! > pid; exit 3"], { cwd, stdio: "ignore" });
  expect(await started.exited).toBe("exit code 3");
  const pid = readFileSync(join(cwd, "pid"), "utf8").trim();
  // Nobody may have taken note of its end yet; then it is a zombie.
  await vi.waitUntil(() => !/^[^Z]/.test(spawnSync("ps", ["-o", "stat=", "-p", pid], { encoding: "utf8" }).stdout));
});
