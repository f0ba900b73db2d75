import { expect, test } from "vitest";
import { parseRepoAddress, withoutCredentials } from "./git-address.ts";

test.each([
  ["jobs", { is: "path", path: "jobs" }],
  ["/srv/jobs.git//a/b/", { is: "path", path: "/srv/jobs.git", folder: "a/b" }],
  ["C:name", { is: "url", remote: { url: "C:name", shown: "C:name" } }],
  ["./a:b", { is: "path", path: "./a:b" }],
  [
    "https://h/x.git//jobs/o",
    { is: "url", remote: { url: "https://h/x.git", shown: "https://h/x.git" }, folder: "jobs/o" },
  ],
  ["git@h:a/x.git//o", { is: "url", remote: { url: "git@h:a/x.git", shown: "git@h:a/x.git" }, folder: "o" }],
  ["file:///srv/x.git", { is: "url", remote: { url: "file:///srv/x.git", shown: "file:///srv/x.git" } }],
  ["ssh://git@h:22/x", { is: "url", remote: { url: "ssh://git@h:22/x", shown: "ssh://git@h:22/x" } }],
  [
    "https://bob:p%40ss@h/x//o",
    {
      is: "url",
      remote: { url: "https://h/x", shown: "https://h/x", credentials: { username: "bob", password: "p@ss" } },
      folder: "o",
    },
  ],
  [
    "https://token@h/x",
    {
      is: "url",
      remote: { url: "https://h/x", shown: "https://h/x", credentials: { username: "token", password: "" } },
    },
  ],
])("%s", (text, address) => {
  expect(parseRepoAddress(text)).toEqual(address);
});

test.each(["ext::sh -c x", "EXT::x", "fd::7", "-x"])("%s is forbidden", (text) => {
  expect(parseRepoAddress(text).is).toBe("forbidden");
});

test("credentials are taken out of any text", () => {
  const said = "unable to access 'https://u:p@h/x?token=abc': ssh://me:pw@h/x git@h:x http://tok@h";
  expect(withoutCredentials(said)).toBe("unable to access 'https://h/x?…': ssh://me@h/x git@h:x http://h");
});
