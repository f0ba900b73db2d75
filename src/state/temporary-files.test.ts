import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { serveControl } from "./control-socket.ts";
import { stateFolder } from "./state-folder.ts";
import { removeAbandonedFiles, temporaryFiles } from "./temporary-files.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";

test("a run without need of them has none; the others are private and go together", async () => {
  const state = stateFolder(temporaryFolder());
  const files = temporaryFiles(state, "R");
  expect(existsSync(state.temporary)).toBe(false);
  const folder = files.folder("r");
  expect(files.folder("r")).toBe(folder);
  expect(statSync(join(folder, "..")).mode & 0o777).toBe(0o700);
  writeFileSync(join(folder, "left"), "x");
  await files.remove();
  expect([existsSync(join(folder, "..")), readdirSync(state.temporary)]).toEqual([false, []]);
});

test("those of a run whose leader is gone are removed, those of a living one are not", async () => {
  const state = stateFolder(temporaryFolder());
  const [gone, living] = [temporaryFiles(state, "GONE").folder("a"), temporaryFiles(state, "LIVING").folder("a")];
  const control = await serveControl(state, "LIVING", () => {});
  await removeAbandonedFiles(state);
  expect([existsSync(gone), existsSync(living)]).toEqual([false, true]);
  if (control.ok) await control.value.close();
  await removeAbandonedFiles(state);
  expect([existsSync(living), readdirSync(state.temporary)]).toEqual([false, []]);
});

test("what lies on another machine, or is no folder of ours, is left alone", async () => {
  const root = temporaryFolder();
  const state = stateFolder(root);
  const strange = join(root, "precious");
  mkdirSync(strange);
  await temporaryFiles(state, "R").remove();
  const folder = temporaryFiles(state, "ELSEWHERE").folder("a");
  const note = join(state.temporary, "ELSEWHERE");
  writeFileSync(note, readFileSync(note, "utf8").replace(hostname(), `not-${hostname()}`));
  writeFileSync(join(state.temporary, "STRANGE"), JSON.stringify({ host: hostname(), folder: strange }));
  writeFileSync(join(state.temporary, "TORN"), '{"host":');
  await removeAbandonedFiles(state);
  expect([existsSync(folder), existsSync(strange)]).toEqual([true, true]);
  writeFileSync(note, readFileSync(note, "utf8").replace(`not-${hostname()}`, hostname()));
  await removeAbandonedFiles(state);
  expect(existsSync(folder)).toBe(false);
});
