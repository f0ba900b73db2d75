import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { RunRequest } from "../../protocol/messages/requests.ts";
import { temporaryFolder } from "../../testing/temporary-folder.ts";
import { openScriptFiles } from "./script-files.ts";
import { shellHost } from "./shell-host.ts";

function requestOf(source: string): RunRequest {
  const env = {
    name: "dev",
    master: "local",
    inputRootPath: "",
    outputRootPath: "",
    workingDir: "",
    configuration: {},
    params: {},
  };
  return {
    epoch: 1,
    attempt: "a-1",
    action: "a",
    type: "shell",
    source: { inline: source },
    env: { inline: env },
    inputs: [],
    publish: [],
    options: { session: "own", showData: false },
  };
}

test("an action whose files cannot be written is refused, with the reason", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "taken"), "");
  const files = openScriptFiles(join(folder, "taken"));
  const host = shellHost({ cwd: folder, files, env: {}, trace: "" });
  const answer = await host.run(requestOf("true"));
  expect(answer.state).toBe("refused");
  expect(answer.state === "refused" && answer.reason).toMatch(/^What the script is to read cannot be written: E/);
});
