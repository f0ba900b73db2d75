import { existsSync, mkdirSync, readdirSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { collect } from "./collect.ts";
import { openOutputStore } from "./output-store.ts";
import { type OutputRange, readOutput } from "./read-output.ts";
import { stateFolder } from "./state-folder.ts";

const stdout = { run: "R", attempt: "R-1", stream: "stdout" } as const;

async function text(
  folder: ReturnType<typeof stateFolder>,
  range: OutputRange,
  segmentBytes?: number,
): Promise<string> {
  return Buffer.concat(await collect(readOutput(folder, range, segmentBytes))).toString();
}

test("ranges tell where text lies, in bytes", async () => {
  const folder = stateFolder(temporaryFolder());
  const store = openOutputStore(folder);
  expect(await store.append("R", "R-1", "stdout", "früh\n")).toEqual({ is: "appended", from: 0, to: 6 });
  expect(await store.append("R", "R-1", "stderr", "x")).toEqual({ is: "appended", from: 0, to: 1 });
  expect(await store.append("R", "R-1", "stdout", "spät\n")).toEqual({ is: "appended", from: 6, to: 12 });
  await store.close("R", "R-1");
  expect(await text(folder, stdout)).toBe("früh\nspät\n");
  expect(await text(folder, { ...stdout, from: 6, to: 12 })).toBe("spät\n");
  expect(await text(folder, { ...stdout, attempt: "R-2" })).toBe("");
});

test("long streams lie in segments, and a range may cross them", async () => {
  const folder = stateFolder(temporaryFolder());
  const store = openOutputStore(folder, 10);
  await store.append("R", "R-1", "stdout", "0123456");
  expect(await store.append("R", "R-1", "stdout", "789abcdefghijklmnopqrstuvwxyz")).toEqual({
    is: "appended",
    from: 7,
    to: 36,
  });
  await store.close("R", "R-1");
  expect(await text(folder, { ...stdout, from: 5, to: 25 }, 10)).toBe("56789abcdefghijklmno");
  expect(await text(folder, stdout, 10)).toBe("0123456789abcdefghijklmnopqrstuvwxyz");
});

test("another leader goes on where the output ends", async () => {
  const folder = stateFolder(temporaryFolder());
  const [first, second] = [openOutputStore(folder, 10), openOutputStore(folder, 10)];
  await first.append("R", "R-1", "stdout", "twelve bytes");
  expect(await second.append("R", "R-1", "stdout", "!")).toEqual({ is: "appended", from: 12, to: 13 });
  await first.close("R", "R-1");
  await second.close("R", "R-1");
  expect(await text(folder, stdout, 10)).toBe("twelve bytes!");
});

test.skipIf(!existsSync("/dev/full"))("a full disk is told, and leaves no file open", async () => {
  const folder = stateFolder(temporaryFolder());
  const output = join(folder.run("R").output, "R-1");
  mkdirSync(output, { recursive: true });
  symlinkSync("/dev/full", join(output, "stdout.0000"));
  const store = openOutputStore(folder);
  await store.append("R", "R-1", "stderr", "there is room for this");
  const open = openFiles();
  expect(await store.append("R", "R-1", "stdout", "x")).toMatchObject({
    is: "failed",
    diagnostic: {
      code: "AMA1801",
      message: `The output in ${output} cannot be written: ENOSPC: no space left on device, write.`,
    },
  });
  expect(openFiles()).toEqual(open);
  await store.closeAll();
  expect(openFiles()).toHaveLength(open.length - 1);
});

test("200 MB are kept in flat memory", { timeout: 30_000 }, async () => {
  const folder = stateFolder(temporaryFolder());
  const store = openOutputStore(folder);
  const chunk = "x".repeat(64 * 1024);
  await store.append("R", "R-1", "stdout", chunk);
  const before = process.memoryUsage().rss;
  for (let i = 1; i < 3_200; i++) await store.append("R", "R-1", "stdout", chunk);
  await store.close("R", "R-1");
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
  const segments = [0, 1, 2, 3].map((i) => statSync(join(folder.run("R").output, "R-1", `stdout.000${i}`)).size);
  expect(segments.reduce((sum, size) => sum + size)).toBe(3_200 * 64 * 1024);
});

function openFiles(): string[] {
  return readdirSync("/proc/self/fd");
}
