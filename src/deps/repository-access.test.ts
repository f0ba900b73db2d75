import { expect, test } from "vitest";
import type { MavenSettings, Mirror } from "./maven-settings.ts";
import { accessTo, environmentProxies } from "./repository-access.ts";

const none: MavenSettings = { mirrors: [], servers: [], proxies: [], offline: false };
const central = { id: "central", url: "https://repo.maven.apache.org/maven2" };

function mirrored(mirrorOf: string, repository: { id: string; url: string }): boolean {
  const mirror: Mirror = { id: "m", url: "https://mirror.example.com", mirrorOf, blocked: false };
  return accessTo(repository, { ...none, mirrors: [mirror] }, {}).id === "m";
}

test("mirrors stand for repositories by Maven's patterns", () => {
  const loopback = { id: "here", url: "http://localhost:8081/x" };
  const plain = { id: "plain", url: "http://nexus.example.com" };
  expect(mirrored("*", central)).toBe(true);
  expect(mirrored("*,!central", central)).toBe(false);
  expect(mirrored("other, central", central)).toBe(true);
  expect(mirrored("other", central)).toBe(false);
  expect(mirrored("external:*", loopback)).toBe(false);
  expect(mirrored("external:*", central)).toBe(true);
  expect(mirrored("external:http:*", plain)).toBe(true);
  expect(mirrored("external:http:*", central)).toBe(false);
  expect(mirrored("*", { id: "local", url: "file:///home/me/.m2/repository" })).toBe(false);
});

test("the mirror of just this repository comes before one of all, and its server's credentials are used", () => {
  const mirrors = [
    { id: "all", url: "https://all.example.com", mirrorOf: "*", blocked: false },
    { id: "own", url: "https://own.example.com", mirrorOf: "central", blocked: false },
  ];
  const servers = [
    { id: "own", username: "me", password: "pw", headers: { "x-a": "1" } },
    { id: "central", username: "no", headers: {} },
  ];
  expect(accessTo(central, { ...none, mirrors, servers }, {})).toMatchObject({
    url: "https://own.example.com",
    headers: { authorization: `Basic ${Buffer.from("me:pw").toString("base64")}`, "x-a": "1" },
  });
});

test("a blocking mirror forbids the repository", () => {
  const mirrors = [{ id: "blocker", url: "http://0.0.0.0", mirrorOf: "external:http:*", blocked: true }];
  expect(accessTo({ id: "x", url: "http://x.example.com" }, { ...none, mirrors }, {})).toMatchObject({
    blockedBy: "blocker",
  });
});

test("proxies of settings.xml replace the process's, except for the hosts they exempt", () => {
  const proxies = [
    { protocol: "http", host: "proxy", port: 3128, username: "u", password: "p@", nonProxyHosts: "localhost|*.corp" },
  ];
  const env = { HTTPS_PROXY: "http://other:1" };
  expect(accessTo(central, { ...none, proxies }, env).proxyEnv).toEqual({
    HTTP_PROXY: "http://u:p%40@proxy:3128",
    HTTPS_PROXY: "http://u:p%40@proxy:3128",
  });
  expect(accessTo({ id: "x", url: "https://nexus.corp/x" }, { ...none, proxies }, env).proxyEnv).toEqual({});
  expect(accessTo(central, none, env).proxyEnv).toEqual(env);
});

test("the process's proxies are told to the resolver in Maven's notation", () => {
  const env = { https_proxy: "http://me:s%20t@proxy.example.com:3128", NO_PROXY: "localhost,.corp" };
  expect(environmentProxies(none, env)).toEqual([
    {
      protocol: "https",
      host: "proxy.example.com",
      port: 3128,
      nonProxyHosts: "localhost|*.localhost|corp|*.corp",
      username: "me",
      password: "s t",
    },
  ]);
  expect(
    environmentProxies({ ...none, proxies: [{ protocol: "http", host: "p", port: 1, nonProxyHosts: "" }] }, env),
  ).toEqual([]);
});
