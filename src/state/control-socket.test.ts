import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { askLeader, isLed, type LeaderRequest, serveControl } from "./control-socket.ts";
import { type StateFolder, stateFolder } from "./state-folder.ts";

const cancel = { ask: "cancel", by: "ama cancel", reason: "no longer wanted", graceMs: 1_000 } as const;

test("a leader is asked to cancel by its user, and only by them", async () => {
  const folder = stateFolder(temporaryFolder());
  const asked: LeaderRequest[] = [];
  const server = await served(folder, (request) => asked.push(request));
  expect(statSync(folder.run("R").controlSocket).mode & 0o777).toBe(0o600);
  expect(await isLed(folder, "R")).toBe(true);
  expect(await askLeader(folder, "R", cancel)).toMatchObject({ ok: true });
  expect(asked).toEqual([cancel]);
  await server.close();
  expect(await isLed(folder, "R")).toBe(false);
});

test("a run without a leader says so", async () => {
  const folder = stateFolder(temporaryFolder());
  expect(await askLeader(folder, "R", cancel)).toMatchObject({ ok: false, diagnostics: [{ code: "AMA1802" }] });
});

test("a state folder with a long path is served all the same", async () => {
  const folder = stateFolder(join(temporaryFolder(), "long".repeat(40)));
  const asked: LeaderRequest[] = [];
  const server = await served(folder, (request) => asked.push(request));
  const path = await readFile(`${folder.run("R").controlSocket}.path`, "utf8");
  expect(Buffer.byteLength(path)).toBeLessThan(104);
  expect(await askLeader(folder, "R", cancel)).toMatchObject({ ok: true });
  expect(asked).toHaveLength(1);
  await server.close();
  expect(() => statSync(path)).toThrow("ENOENT");
});

test("a folder that cannot be written to is told of", async () => {
  const root = join(temporaryFolder(), "file");
  writeFileSync(root, "");
  const server = await serveControl(stateFolder(root), "R", () => undefined);
  expect(server).toMatchObject({ ok: false, diagnostics: [{ code: "AMA1801" }] });
});

test("a leader that was killed is no leader, though its socket is still there", async () => {
  const folder = stateFolder(temporaryFolder());
  const path = folder.run("R").controlSocket;
  mkdirSync(dirname(path), { recursive: true });
  const listen = `require("node:net").createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, "SIGKILL"))`;
  spawnSync(process.execPath, ["-e", listen]);
  writeFileSync(`${path}.path`, path);
  expect(existsSync(path)).toBe(true);
  expect(await isLed(folder, "R")).toBe(false);
});

async function served(folder: StateFolder, take: (request: LeaderRequest) => void) {
  const server = await serveControl(folder, "R", take);
  if (!server.ok) throw new Error(server.diagnostics[0]?.message);
  return server.value;
}
