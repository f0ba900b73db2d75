import { expect, test } from "vitest";
import { startScript } from "./script-process.ts";

const silent = async () => {};
const sinks = { stdout: silent, stderr: silent, trace: silent };

test.each([
  ["there is no such program", ["no-such-program"], {}, "ENOENT"],
  ["a variable is longer than the system takes", ["true"], { LONG: "x".repeat(1 << 20) }, "E2BIG"],
  ["an argument holds a NUL", ["true", "a\0b"], {}, "ERR_INVALID_ARG_VALUE"],
])("where %s, the script has ended without having begun", async (_, command, env, code) => {
  const script = startScript({ command, cwd: "/", env: { PATH: process.env["PATH"] ?? "", ...env } }, sinks);
  script.signal("SIGTERM");
  await expect(script.ended).rejects.toMatchObject({ code });
});
