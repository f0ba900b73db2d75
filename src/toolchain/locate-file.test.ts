import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { httpClient } from "./http.ts";
import { startIndex } from "./index-server.test-support.ts";
import { locateFile } from "./locate-file.ts";
import { readPipConfig } from "./pip-config.ts";
import { pinnedTo, portsIn, scratch } from "./setup.test-support.ts";

const content = randomBytes(1000);
const pinned = pinnedTo(content);

async function locate(folder: string, env: Readonly<Record<string, string>>) {
  const ports = portsIn(folder, env);
  const settings = readPipConfig(ports.env, "linux");
  const found = await locateFile(pinned, settings, httpClient(settings, ports.env));
  return { urls: found.ok ? found.value.map(String) : [], problems: found.diagnostics };
}

test.each(["json", "html"] as const)("a page in %s names the file, relative to itself", async (form) => {
  using folder = scratch();
  await using index = await startIndex(pinned.file, content);
  index.behaviour.form = form;
  const { urls } = await locate(folder.path, { PIP_INDEX_URL: `${index.url}/simple/` });
  expect(urls).toEqual([`${index.url}/files/${pinned.file}`]);
});

test("a folder of find-links comes before the index, a further index after it", async () => {
  using folder = scratch();
  await using index = await startIndex(pinned.file, content);
  writeFileSync(join(folder.path, pinned.file), content);
  const near = await locate(folder.path, { PIP_FIND_LINKS: pathToFileURL(folder.path).href, PIP_NO_INDEX: "1" });
  expect(near.problems).toEqual([]);
  expect(near.urls).toHaveLength(1);
  const far = { PIP_INDEX_URL: `${index.url}/none`, PIP_EXTRA_INDEX_URL: `${index.url}/simple` };
  expect((await locate(folder.path, far)).urls).toEqual([`${index.url}/files/${pinned.file}`]);
});

test("an index whose file of that name is another one does not count", async () => {
  using folder = scratch();
  await using index = await startIndex(pinned.file, randomBytes(1000));
  const { problems } = await locate(folder.path, { PIP_INDEX_URL: `${index.url}/simple` });
  expect(problems.map((d) => d.code)).toEqual(["AMA1704"]);
  expect(problems[0]?.message).toContain("is another one");
});

test("logins of the URL and of netrc are sent, and never shown", async () => {
  using folder = scratch();
  await using index = await startIndex(pinned.file, content);
  index.behaviour.login = "me:pass word";
  const withLogin = index.url.replace("//", "//me:pass%20word@");
  expect((await locate(folder.path, { PIP_INDEX_URL: `${withLogin}/simple` })).urls).toHaveLength(1);
  const netrc = join(folder.path, "netrc");
  index.behaviour.login = "you:secret";
  writeFileSync(netrc, "# mine\nmachine 127.0.0.1\n  login you\n  password secret\n");
  expect((await locate(folder.path, { PIP_INDEX_URL: `${index.url}/simple`, NETRC: netrc })).urls).toHaveLength(1);
  const { problems } = await locate(folder.path, { PIP_INDEX_URL: `${withLogin}/simple` });
  expect(problems.map((d) => d.code)).toEqual(["AMA1703"]);
  expect(problems[0]?.message).toContain("credentials");
  expect(problems[0]?.message).not.toContain("pass");
});

test("a proxy is asked in the index's stead", async () => {
  using folder = scratch();
  await using proxy = await startIndex(pinned.file, content);
  const env = { PIP_INDEX_URL: "http://index.invalid/simple", HTTP_PROXY: proxy.url };
  expect((await locate(folder.path, env)).problems.map((d) => d.code)).toEqual(["AMA1704"]);
  const bare = proxy.url.replace("http://", "");
  await locate(folder.path, { PIP_INDEX_URL: "http://index.invalid/simple", PIP_PROXY: bare });
  await locate(folder.path, { PIP_INDEX_URL: "http://127.0.0.1:1/simple", HTTP_PROXY: bare, NO_PROXY: "127.0.0.1" });
  expect(proxy.requests).toEqual(Array.from({ length: 2 }, () => "http://index.invalid/simple/thing/"));
});

test("no network is said in plain words", async () => {
  using folder = scratch();
  const { problems } = await locate(folder.path, { PIP_INDEX_URL: "http://127.0.0.1:1/simple" });
  expect(problems.map((d) => [d.code, d.message.includes("refused")])).toEqual([["AMA1703", true]]);
});
