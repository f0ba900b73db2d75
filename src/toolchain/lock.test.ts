import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { withFreeLock, withLock } from "./lock.ts";
import { scratch } from "./setup.test-support.ts";

test("two actions under one lock never overlap", async () => {
  using folder = scratch();
  const path = join(folder.path, "lock");
  let inside = 0;
  let most = 0;
  const action = async () => {
    most = Math.max(most, ++inside);
    await sleep(20);
    inside--;
  };
  await Promise.all([1, 2, 3].map(() => withLock(path, {}, action)));
  expect(most).toBe(1);
});

test("the lock of a process that was killed is free", async () => {
  using folder = scratch();
  const path = join(folder.path, "lock");
  const script = join(folder.path, "holder.ts");
  writeFileSync(
    script,
    `import { withLock } from ${JSON.stringify(join(import.meta.dirname, "lock.ts"))};
     await withLock(${JSON.stringify(path)}, {}, async () => { console.log("held"); setInterval(() => {}, 1000); await new Promise(() => {}); });`,
  );
  const holder = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "inherit"] });
  await once(holder.stdout, "data");
  const waits: string[] = [];
  const got = withLock(path, { onWait: (who) => void waits.push(who) }, async () => "got it");
  await vi.waitUntil(() => waits.length > 0, { timeout: 10_000 });
  holder.kill("SIGKILL");
  expect(await got).toBe("got it");
  expect(waits).toEqual([String(holder.pid)]);
});

test("waiting for a lock can be given up", async () => {
  using folder = scratch();
  const path = join(folder.path, "lock");
  const stop = new AbortController();
  const release = Promise.withResolvers<void>();
  const held = withLock(path, {}, () => release.promise);
  const waiting = withLock(path, { signal: stop.signal }, async () => writeFileSync(join(folder.path, "done"), ""));
  setTimeout(() => stop.abort(), 20);
  await expect(waiting).rejects.toThrow(/abort/i);
  release.resolve();
  await held;
  expect(existsSync(join(folder.path, "done"))).toBe(false);
});

test("what needs a free lock is done when it is free, and not done while somebody has it", async () => {
  using folder = scratch();
  const path = join(folder.path, "lock");
  const done: string[] = [];
  const act = (what: string) => withFreeLock(path, async () => void done.push(what));
  await withLock(path, {}, () => act("held"));
  await act("free");
  expect(done).toEqual(["free"]);
});
