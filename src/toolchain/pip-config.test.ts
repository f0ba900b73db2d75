import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findLogin } from "./netrc.ts";
import { readPipConfig } from "./pip-config.ts";
import { scratch } from "./setup.test-support.ts";

test("without any configuration it is the public index", () => {
  expect(readPipConfig({ PIP_CONFIG_FILE: "/dev/null" }, "linux")).toEqual({
    indexes: ["https://pypi.org/simple"],
    findLinks: [],
    timeoutMs: 15_000,
    trustedHosts: [],
  });
});

test("the user's file, the file of the shell and variables override one another in that order", () => {
  using folder = scratch();
  mkdirSync(join(folder.path, "pip"));
  writeFileSync(
    join(folder.path, "pip/pip.conf"),
    "[global]\n# a mirror\nindex-url = https://user.example/simple\ntimeout: 60\ntrusted-host =\n    one.example\n    two.example:8443\n[install]\nextra-index-url = https://a.example https://b.example\n",
  );
  const named = join(folder.path, "named.conf");
  writeFileSync(named, "[global]\r\ncert = /etc/company.pem\r\ntimeout = 70\r\n");
  const settings = readPipConfig(
    {
      HOME: folder.path,
      XDG_CONFIG_HOME: folder.path,
      PIP_CONFIG_FILE: named,
      PIP_DEFAULT_TIMEOUT: "9",
      PIP_PROXY: "http://proxy:3128",
    },
    "linux",
  );
  expect(settings).toEqual({
    indexes: ["https://user.example/simple", "https://a.example", "https://b.example"],
    findLinks: [],
    certificates: "/etc/company.pem",
    proxy: "http://proxy:3128",
    timeoutMs: 70_000,
    trustedHosts: ["one.example", "two.example:8443"],
  });
});

test("no-index leaves only find-links", () => {
  const env = { PIP_CONFIG_FILE: "/dev/null", PIP_NO_INDEX: "true", PIP_FIND_LINKS: "/wheels https://w.example/" };
  const { indexes, findLinks } = readPipConfig(env, "linux");
  expect([indexes, findLinks]).toEqual([[], ["/wheels", "https://w.example/"]]);
});

test("netrc: the machine's login, else the default", () => {
  const text = "machine a.example login ann password one\ndefault login bob password two";
  expect(findLogin(text, "a.example")).toEqual({ user: "ann", password: "one" });
  expect(findLogin(text, "b.example")).toEqual({ user: "bob", password: "two" });
  expect(findLogin("machine a.example login ann password one", "b.example")).toBeUndefined();
});
