import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { download } from "./download.ts";
import { httpClient } from "./http.ts";
import { type IndexServer, startIndex } from "./index-server.test-support.ts";
import { readPipConfig } from "./pip-config.ts";
import { pinnedTo, portsIn, scratch, type TestPorts } from "./setup.test-support.ts";

const content = randomBytes(2_000_000);
const file = "thing-1.0.tar.gz";
const pinned = pinnedTo(content, file);

function fetchFrom(index: IndexServer, ports: TestPorts, extra: { signal?: AbortSignal; delaysMs?: number[] } = {}) {
  const settings = readPipConfig(ports.env, "linux");
  return download(new URL(`${index.url}/files/${file}`), {
    wanted: pinned,
    what: "Thing 1.0",
    target: join(ports.folders.cache, file),
    client: httpClient(settings, ports.env),
    progress: ports.progress,
    delaysMs: [1, 1, 1],
    ...extra,
  });
}

test("a connection that breaks is resumed where it broke", async () => {
  using folder = scratch();
  await using index = await startIndex(file, content);
  const ports = portsIn(folder.path);
  index.behaviour.cutAfter = [1_000_000, 500_000];
  const fetched = await fetchFrom(index, ports);
  expect(fetched.ok && readFileSync(fetched.value).equals(content)).toBe(true);
  expect(index.requests).toHaveLength(3);
  expect(index.requests[1]).toMatch(/bytes=\d{5,7}-$/);
  expect(ports.told.filter(({ is }) => is === "retrying")).toHaveLength(2);
});

test("what an earlier start left is not fetched again", async () => {
  using folder = scratch();
  await using index = await startIndex(file, content);
  const ports = portsIn(folder.path);
  writeFileSync(join(ports.folders.cache, `${file}.part`), content.subarray(0, 200_000));
  expect((await fetchFrom(index, ports)).ok).toBe(true);
  expect(index.requests).toEqual([`/files/${file} bytes=200000-`]);
});

test("a server without ranges sends the file from its beginning", async () => {
  using folder = scratch();
  await using index = await startIndex(file, content);
  const ports = portsIn(folder.path);
  index.behaviour.ranges = false;
  index.behaviour.cutAfter = [100_000];
  const fetched = await fetchFrom(index, ports);
  expect(fetched.ok && readFileSync(fetched.value).equals(content)).toBe(true);
});

test("a part that is not the file's beginning is noticed, and the file fetched whole", async () => {
  using folder = scratch();
  await using index = await startIndex(file, content);
  const ports = portsIn(folder.path);
  writeFileSync(join(ports.folders.cache, `${file}.part`), randomBytes(200_000));
  const fetched = await fetchFrom(index, ports);
  expect(fetched.ok && readFileSync(fetched.value).equals(content)).toBe(true);
  expect(index.requests).toEqual([`/files/${file} bytes=200000-`, `/files/${file}`]);
});

test("wrong bytes are refused, and not kept", async () => {
  using folder = scratch();
  await using index = await startIndex(file, content);
  const ports = portsIn(folder.path);
  index.behaviour.wrongBytes = randomBytes(content.length);
  const fetched = await fetchFrom(index, ports);
  expect(fetched.diagnostics.map((d) => d.code)).toEqual(["AMA1705"]);
  expect(existsSync(join(ports.folders.cache, file))).toBe(false);
  expect(existsSync(join(ports.folders.cache, `${file}.part`))).toBe(false);
});

test("a file that is too long is refused", async () => {
  using folder = scratch();
  await using index = await startIndex(file, content);
  const ports = portsIn(folder.path);
  index.behaviour.wrongBytes = randomBytes(content.length + 70_000);
  const fetched = await fetchFrom(index, ports);
  expect(fetched.ok).toBe(false);
  expect(existsSync(join(ports.folders.cache, file))).toBe(false);
});

test("a server that is overloaded for a while is asked again, one that refuses is not", async () => {
  using folder = scratch();
  await using index = await startIndex(file, content);
  const ports = portsIn(folder.path);
  index.behaviour.statuses = [503, 429];
  expect((await fetchFrom(index, ports)).ok).toBe(true);
  index.requests.length = 0;
  index.behaviour.statuses = [403];
  const refused = await fetchFrom(index, portsIn(join(folder.path, "other")));
  expect(refused.diagnostics.map((d) => d.code)).toEqual(["AMA1703"]);
  expect(index.requests).toHaveLength(1);
});

test("after too many attempts that bring nothing the error says why, and the part is kept", async () => {
  using folder = scratch();
  await using index = await startIndex(file, content);
  const ports = portsIn(folder.path);
  index.behaviour.cutAfter = [100_000, 0, 0, 0, 0];
  const fetched = await fetchFrom(index, ports);
  expect(fetched.diagnostics.map((d) => d.code)).toEqual(["AMA1703"]);
  expect(existsSync(join(ports.folders.cache, `${file}.part`))).toBe(true);
});

test("a silent server counts as a broken connection", async () => {
  using folder = scratch();
  await using index = await startIndex(file, content);
  index.behaviour.pauseMs = 60_000;
  const fetched = await fetchFrom(index, portsIn(folder.path, { PIP_TIMEOUT: "0.2" }), { delaysMs: [] });
  expect(fetched.diagnostics[0]?.message).toMatch(/silent|cut|aborted/);
});

test("an abort ends the download at once, and the part is kept", async () => {
  using folder = scratch();
  await using index = await startIndex(file, content);
  const ports = portsIn(folder.path);
  index.behaviour.pauseMs = 60_000;
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 100);
  await expect(fetchFrom(index, ports, { signal: stop.signal })).rejects.toThrow(/abort/i);
  expect(existsSync(join(ports.folders.cache, `${file}.part`))).toBe(true);
});
