import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startIndex } from "./index-server.test-support.ts";
import { type Installable, install } from "./install.ts";
import { damagedFiles } from "./installed.ts";
import { pinnedTo, portsIn, scratch } from "./setup.test-support.ts";

const content = randomBytes(300_000);
const pinned = pinnedTo(content);

/** Something whose unpacking is a copy. */
const thing: Installable = {
  what: "Thing 1.0",
  folder: "thing/1.0",
  pinned,
  unpack: async (archive, folder) => {
    await copyFile(archive, join(folder, "thing"));
    return undefined;
  },
};

test("a thing is installed once, and not asked for again", async () => {
  using folder = scratch();
  await using index = await startIndex(pinned.file, content);
  const ports = portsIn(folder.path, { PIP_INDEX_URL: `${index.url}/simple` });
  const first = await install(thing, ports);
  expect(first.ok && readFileSync(join(first.value, "thing")).equals(content)).toBe(true);
  expect(readdirSync(join(ports.folders.cache, "downloads"))).toEqual([]);
  const asked = index.requests.length;
  expect(await install(thing, { ...ports, env: { ...ports.env, AMA_OFFLINE: "1" } })).toEqual(first);
  expect(index.requests).toHaveLength(asked);
});

test("of two starts at once one fetches, the other waits and says so", async () => {
  using folder = scratch();
  await using index = await startIndex(pinned.file, content);
  index.behaviour.pauseMs = 300;
  const [one, other] = [1, 2].map(() => portsIn(folder.path, { PIP_INDEX_URL: `${index.url}/simple` }));
  if (one === undefined || other === undefined) throw new Error("two ports were made");
  const results = await Promise.all([install(thing, one), install(thing, other)]);
  expect(results[0].ok && results[0].value).toBe(join(one.folders.cache, "thing/1.0"));
  expect(results[1]).toEqual(results[0]);
  expect(index.requests.filter((request) => request.startsWith("/files"))).toHaveLength(1);
  expect([...one.told, ...other.told].filter(({ is }) => is === "waiting")).toHaveLength(1);
});

test("offline and not there is an error that says what to do", async () => {
  using folder = scratch();
  await using index = await startIndex(pinned.file, content);
  const ports = portsIn(folder.path, { PIP_INDEX_URL: `${index.url}/simple`, AMA_OFFLINE: "1" });
  const result = await install(thing, ports);
  expect(result.diagnostics.map((d) => d.code)).toEqual(["AMA1702"]);
  expect(result.diagnostics[0]?.hint).toContain("AMA_OFFLINE");
  expect(index.requests).toEqual([]);
});

test("an installation broken off while unpacking is made anew from the archive that was fetched", async () => {
  using folder = scratch();
  await using index = await startIndex(pinned.file, content);
  const ports = portsIn(folder.path, { PIP_INDEX_URL: `${index.url}/simple` });
  const broken: Installable = { ...thing, unpack: () => Promise.reject(new Error("killed")) };
  await expect(install(broken, ports)).rejects.toThrow("killed");
  mkdirSync(join(ports.folders.cache, thing.folder), { recursive: true });
  writeFileSync(join(ports.folders.cache, thing.folder, "half"), "");
  index.requests.length = 0;
  expect((await install(thing, ports)).ok).toBe(true);
  expect(index.requests).toEqual([]);
  expect(existsSync(join(ports.folders.cache, thing.folder, "half"))).toBe(false);
  expect(existsSync(join(ports.folders.cache, `${thing.folder}.partial`))).toBe(false);
});

test("an archive that was damaged since it was fetched is fetched again", async () => {
  using folder = scratch();
  await using index = await startIndex(pinned.file, content);
  const ports = portsIn(folder.path, { PIP_INDEX_URL: `${index.url}/simple` });
  mkdirSync(join(ports.folders.cache, "downloads"));
  writeFileSync(join(ports.folders.cache, "downloads", pinned.file), content.subarray(1));
  expect((await install(thing, ports)).ok).toBe(true);
  expect(index.requests).toContain(`/files/${pinned.file}`);
});

test("a file that was cut after the installation is found", async () => {
  using folder = scratch();
  await using index = await startIndex(pinned.file, content);
  const result = await install(thing, portsIn(folder.path, { PIP_INDEX_URL: `${index.url}/simple` }));
  if (!result.ok) throw new Error("it should be installed");
  expect(damagedFiles(result.value)).toEqual([]);
  truncateSync(join(result.value, "thing"), 10);
  expect(damagedFiles(result.value)).toEqual(["thing"]);
});

test("too little disk space is said before anything is fetched", async () => {
  using folder = scratch();
  await using index = await startIndex(pinned.file, content);
  const ports = portsIn(folder.path, { PIP_INDEX_URL: `${index.url}/simple` });
  const huge: Installable = { ...thing, pinned: { ...pinned, unpackedBytes: 1e16 } };
  const result = await install(huge, ports);
  expect(result.diagnostics.map((d) => d.code)).toEqual(["AMA1706"]);
  expect(index.requests).toEqual([]);
});

test("a cache that can only be read is used", async () => {
  using folder = scratch();
  await using index = await startIndex(pinned.file, content);
  const baked = portsIn(join(folder.path, "baked"), { PIP_INDEX_URL: `${index.url}/simple` });
  const made = await install(thing, baked);
  const ports = portsIn(join(folder.path, "own"), { AMA_OFFLINE: "1" });
  const folders = { ...ports.folders, readOnlyCaches: [baked.folders.cache] };
  expect(await install(thing, { ...ports, folders })).toEqual(made);
});

test("a cache that is no folder is an error, not a crash", async () => {
  using folder = scratch();
  await using index = await startIndex(pinned.file, content);
  const ports = portsIn(folder.path, { PIP_INDEX_URL: `${index.url}/simple` });
  writeFileSync(join(ports.folders.cache, "downloads"), "");
  const result = await install(thing, ports);
  expect(result.diagnostics.map((d) => d.code)).toEqual(["AMA1714"]);
});

test.each([
  [{ PIP_INDEX_URL: "index" }, "index is no URL"],
  [{ HTTPS_PROXY: "socks5://proxy:1080" }, "proxy is no URL"],
  [{ SSL_CERT_FILE: "/nowhere.pem" }, "/nowhere.pem cannot be read"],
])("a setting that cannot work is said so: %o", async (env, message) => {
  using folder = scratch();
  const result = await install(thing, portsIn(folder.path, env));
  expect(result.diagnostics.map((d) => d.code)).toEqual(["AMA1715"]);
  expect(result.diagnostics[0]?.message).toContain(message);
});
