import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { portsIn, scratch } from "../setup.test-support.ts";
import { ensureR } from "./ensure-r.ts";

/** A script that answers as the Rscript of that version would. */
function fakeR(folder: string, version: string): void {
  const path = join(folder, "Rscript");
  writeFileSync(
    path,
    `#!/bin/sh\necho >> '${folder}/starts'\nprintf '/opt/R\\n${version}\\nx86_64-pc-linux-gnu\\n//opt/R/library/jsonlite/DESCRIPTION\\n/'\n`,
  );
  chmodSync(path, 0o755);
}

test("the R of the PATH is asked once what it is", async () => {
  using folder = scratch();
  fakeR(folder.path, "4.3.1");
  const ports = portsIn(folder.path, { PATH: `${folder.path}:/usr/bin:/bin` });
  for (const _ of [1, 2]) {
    const r = await ensureR(ports);
    expect(r.ok && r.value).toEqual({
      executable: join(folder.path, "Rscript"),
      home: "/opt/R",
      version: "4.3.1",
      platform: "x86_64-pc-linux-gnu",
      has: ["jsonlite"],
    });
  }
  expect(readFileSync(join(folder.path, "starts"), "utf8")).toBe("\n");
});

test("none, or one that is too old, is told with the command that helps", async () => {
  using folder = scratch();
  const ports = portsIn(folder.path, { PATH: folder.path });
  const none = await ensureR(ports);
  expect(none.diagnostics.map(({ code, message, hint }) => [code, message, hint])).toEqual([
    [
      "AMA1719",
      "R actions need R 4.2 or newer: there is none on the PATH.",
      "Install it: sudo apt-get install r-base-core (Fedora: sudo dnf install R-core).",
    ],
  ]);
  const onMac = await ensureR({ ...ports, platform: "darwin" });
  expect(onMac.diagnostics[0]?.hint).toBe("Install it: brew install r.");
  fakeR(folder.path, "3.6.3");
  const old = await ensureR({ ...ports, env: { PATH: `${folder.path}:/bin` } });
  expect(old.diagnostics[0]?.message).toBe(
    `R actions need R 4.2 or newer: ${join(folder.path, "Rscript")} is R 3.6.3.`,
  );
});
