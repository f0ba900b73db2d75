import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeEach, expect, test } from "vitest";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { fetchJar } from "./fetch-jar.ts";
import { checkStored, storedPath } from "./jar-store.ts";
import { type MavenServer, startMavenServer, startProxy } from "./maven-server.test-support.ts";
import { type Network, openNetwork } from "./network.ts";

let server: MavenServer;
const servers: { close(): Promise<void> }[] = [];
const path = "g/big/1/big-1.jar";
const big = Buffer.alloc(300_000, "a jar ");

beforeEach(async () => {
  server = await startMavenServer();
  servers.push(server);
  server.publish({ coordinates: "g:big:1", jar: big });
});
afterAll(() => Promise.all(servers.map((one) => one.close())));

function network(settings = "<settings/>", env: Record<string, string> = {}): Network {
  const HOME = temporaryFolder();
  mkdirSync(join(HOME, ".m2"));
  writeFileSync(join(HOME, ".m2/settings.xml"), settings);
  const opened = openNetwork(join(HOME, "store"), { env: { HOME, ...env }, retryAfterMs: 5 });
  if (!opened.ok) throw new Error(JSON.stringify(opened.diagnostics));
  return opened.value;
}

function repository(url = server.url) {
  return { id: "own", url };
}

test("a jar comes into the store under its digest, and is not asked for again", async () => {
  const net = network();
  const first = await fetchJar({ path, name: "big-1.jar" }, [repository()], net);
  expect(first).toMatchObject({ is: "fetched", size: big.length, repository: { id: "own" } });
  expect(first.is === "fetched" && readFileSync(first.path).equals(big)).toBe(true);
  const asked = server.requests.length;
  expect(await fetchJar({ path, name: "big-1.jar" }, [repository()], net)).toEqual(first);
  expect(server.requests).toHaveLength(asked);
  expect(readdirSync(join(net.store, "partial"))).toEqual([]);
});

test("a connection that breaks off is taken up where it stopped", async () => {
  server.dropAfter(path, 100_000, 2);
  expect(await fetchJar({ path, name: "big-1.jar" }, [repository()], network())).toMatchObject({
    is: "fetched",
    size: big.length,
  });
  expect(server.requests.filter((one) => one.includes("bytes="))).toHaveLength(2);
});

test("what one process has left is the next one's beginning", async () => {
  const net = network();
  server.dropAfter(path, 50_000, 4);
  expect(await fetchJar({ path, name: "big-1.jar" }, [repository()], net)).toMatchObject({
    is: "refused",
    refusals: [{ outcome: { is: "failed", reason: "the connection broke off" } }],
  });
  server.requests.length = 0;
  expect(await fetchJar({ path, name: "big-1.jar" }, [repository()], net)).toMatchObject({ is: "fetched" });
  expect(server.requests[0]).toBe(`GET ${path} bytes=200000-`);
});

test("a beginning that belongs to another file is thrown away", async () => {
  const net = network();
  server.dropAfter(path, 50_000, 4);
  await fetchJar({ path, name: "big-1.jar" }, [repository()], net);
  const other = Buffer.alloc(300_000, "another ");
  server.publish({ coordinates: "g:big:1", jar: other });
  const fetched = await fetchJar({ path, name: "big-1.jar" }, [repository()], net);
  expect(fetched.is === "fetched" && readFileSync(fetched.path).equals(other)).toBe(true);
});

test("content other than the lock's, or than the repository's own digest, is refused", async () => {
  const wanted = { path, name: "big-1.jar", sha256: "0".repeat(64) };
  expect(await fetchJar(wanted, [repository()], network())).toMatchObject({
    refusals: [{ outcome: { is: "other-content" } }],
  });
  server.files.set(`${path}.sha1`, Buffer.from("1".repeat(40)));
  const net = network();
  expect(await fetchJar({ path, name: "big-1.jar" }, [repository()], net)).toMatchObject({
    refusals: [{ outcome: { is: "other-content" } }],
  });
  expect(readdirSync(net.store)).toEqual(["partial"]);
});

test("the next repository is asked where one has it not; where none has it, all are named", async () => {
  const empty = await startMavenServer();
  servers.push(empty);
  const repositories = [{ id: "empty", url: empty.url }, repository()];
  expect(await fetchJar({ path, name: "big-1.jar" }, repositories, network())).toMatchObject({
    is: "fetched",
    repository: { id: "own" },
  });
  expect(await fetchJar({ path: "g/no/1/no-1.jar", name: "no-1.jar" }, repositories, network())).toMatchObject({
    is: "refused",
    refusals: [
      { repository: { id: "empty" }, outcome: { is: "absent" } },
      { repository: { id: "own" }, outcome: { is: "absent" } },
    ],
  });
});

test("a repository out of reach is not one that lacks the jar", async () => {
  const gone = await startMavenServer();
  await gone.close();
  expect(await fetchJar({ path, name: "big-1.jar" }, [repository(gone.url)], network())).toMatchObject({
    refusals: [{ outcome: { is: "failed", reason: "the host refuses the connection" } }],
  });
});

test("credentials of settings.xml open a repository that denies others", async () => {
  server.requireLogin("me", "pw");
  expect(await fetchJar({ path, name: "big-1.jar" }, [repository()], network())).toMatchObject({
    refusals: [{ outcome: { is: "denied", status: 401 } }],
  });
  const settings =
    "<settings><servers><server><id>own</id><username>me</username><password>pw</password></server></servers></settings>";
  expect(await fetchJar({ path, name: "big-1.jar" }, [repository()], network(settings))).toMatchObject({
    is: "fetched",
  });
});

test("a mirror of settings.xml is asked instead, with the repository's name kept", async () => {
  const settings = `<settings><mirrors><mirror><id>m</id><mirrorOf>*</mirrorOf><url>${server.url}</url></mirror></mirrors></settings>`;
  const fetched = await fetchJar(
    { path, name: "big-1.jar" },
    [repository("https://repo.invalid/maven2")],
    network(settings),
  );
  expect(fetched).toMatchObject({ is: "fetched", repository: { id: "own" } });
});

test("a proxy of the process or of settings.xml is used", async () => {
  const proxy = await startProxy();
  servers.push(proxy);
  // Node does not send what is for its own machine through a proxy by default; a name that only the proxy resolves shows it.
  const { port } = new URL(server.url);
  expect(
    await fetchJar({ path, name: "big-1.jar" }, [repository()], network("<settings/>", { HTTP_PROXY: proxy.url })),
  ).toMatchObject({ is: "fetched" });
  expect(proxy.requests).toContain(`http://127.0.0.1:${port}/${path}`);
  proxy.requests.length = 0;
  const { hostname, port: proxyPort } = new URL(proxy.url);
  const settings = `<settings><proxies><proxy><host>${hostname}</host><port>${proxyPort}</port></proxy></proxies></settings>`;
  expect(await fetchJar({ path, name: "big-1.jar" }, [repository()], network(settings))).toMatchObject({
    is: "fetched",
  });
  expect(proxy.requests).toContain(`http://127.0.0.1:${port}/${path}`);
});

test("a folder is a repository too", async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "g/big/1"), { recursive: true });
  writeFileSync(join(folder, path), big);
  expect(
    await fetchJar({ path, name: "big-1.jar" }, [repository(pathToFileURL(folder).href)], network()),
  ).toMatchObject({ is: "fetched" });
});

test("a damaged jar is noticed, also when its size and its modification time are what they were", async () => {
  const net = network();
  const fetched = await fetchJar({ path, name: "big-1.jar" }, [repository()], net);
  if (fetched.is !== "fetched") throw new Error("not fetched");
  const jar = { sha256: fetched.sha256, size: fetched.size, name: "big-1.jar" };
  expect(await checkStored(net.store, jar, Date.now())).toBe("good");
  const { mtime, atime } = statSync(fetched.path);
  writeFileSync(fetched.path, Buffer.alloc(big.length, "damage"));
  utimesSync(fetched.path, atime, mtime);
  expect(await checkStored(net.store, jar, Date.now())).toBe("damaged");
  expect(await checkStored(net.store, jar, Date.now())).toBe("absent");
});

test("a jar whose stat is unchanged is hashed again after a week", async () => {
  const net = network();
  const fetched = await fetchJar({ path, name: "big-1.jar" }, [repository()], net);
  if (fetched.is !== "fetched") throw new Error("not fetched");
  const jar = { sha256: fetched.sha256, size: fetched.size, name: "big-1.jar" };
  const seen = `${storedPath(net.store, jar)}.seen`;
  const before = readFileSync(seen, "utf8");
  await checkStored(net.store, jar, Date.now() + 3 * 24 * 3600 * 1000);
  expect(readFileSync(seen, "utf8")).toBe(before);
  await checkStored(net.store, jar, Date.now() + 8 * 24 * 3600 * 1000);
  expect(readFileSync(seen, "utf8")).not.toBe(before);
});

test("two at once fetch the same jar without disturbing each other", async () => {
  const net = network();
  const both = await Promise.all([1, 2].map(() => fetchJar({ path, name: "big-1.jar" }, [repository()], net)));
  expect(both).toMatchObject([{ is: "fetched" }, { is: "fetched" }]);
});

test("a cache that cannot be written is told apart from a repository that fails", async () => {
  const net = network();
  writeFileSync(net.store, "a file where the store should be");
  expect(await fetchJar({ path, name: "big-1.jar" }, [repository()], net)).toMatchObject({
    refusals: [{ outcome: { is: "unwritable" } }],
  });
});
