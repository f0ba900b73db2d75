import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { readMavenSettings } from "./maven-settings.ts";

function home(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, ".m2"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, ".m2", name), text);
  return folder;
}

test("mirrors, servers, proxies and the local repository, with variables of the process", () => {
  const HOME = home({
    "settings.xml": `<?xml version="1.0" encoding="UTF-8"?>
<!-- <mirrors><mirror><id>commented</id></mirror></mirrors> -->
<settings xmlns="http://maven.apache.org/SETTINGS/1.2.0">
  <localRepository>\${user.home}/repo</localRepository>
  <mirrors><mirror><id>m</id><url>https://nexus.example.com/\${env.REPO}/</url><mirrorOf>*,!own</mirrorOf></mirror></mirrors>
  <servers>
    <server><id>m</id><username>me</username><password>\${env.PASS}</password></server>
    <server><id>h</id><configuration><httpHeaders><property><name>X-Token</name><value><![CDATA[a<b]]></value></property></httpHeaders></configuration></server>
  </servers>
  <proxies>
    <proxy><active>false</active><host>old</host></proxy>
    <proxy><protocol>https</protocol><host>proxy</host><port>3128</port><nonProxyHosts>localhost|*.corp</nonProxyHosts></proxy>
  </proxies>
</settings>`,
  });
  expect(readMavenSettings({ HOME, REPO: "public", PASS: "a&b" })).toEqual({
    ok: true,
    diagnostics: [],
    value: {
      mirrors: [{ id: "m", url: "https://nexus.example.com/public", mirrorOf: "*,!own", blocked: false }],
      servers: [
        { id: "m", username: "me", password: "a&b", headers: {} },
        { id: "h", headers: { "X-Token": "a<b" } },
      ],
      proxies: [{ protocol: "https", host: "proxy", port: 3128, nonProxyHosts: "localhost|*.corp" }],
      offline: false,
      userFolder: join(HOME, ".m2"),
      userRepository: join(HOME, "repo"),
    },
  });
});

// What `mvn --encrypt-master-password` and `mvn --encrypt-password` of Maven 3.8 print.
const security = "<settingsSecurity><master>{Y0XpMed5iJMHSBSH+O41qHPAQnhRjpX2MoXzh4YYbsk=}</master></settingsSecurity>";
const server =
  "<settings><servers><server><id>s</id><username>u</username><password>{KTkNaDJMIb4HYmBpMV5FI2s+X4HJVPodx0CnPkeUarI=}</password></server></servers></settings>";

test("passwords that Maven encrypted are decrypted by the master password", () => {
  const HOME = home({ "settings.xml": server, "settings-security.xml": security });
  expect(readMavenSettings({ HOME })).toMatchObject({ ok: true, value: { servers: [{ password: "passwörd&1" }] } });
});

test("an encrypted password without its master password is an error that names the server", () => {
  const result = readMavenSettings({ HOME: home({ "settings.xml": server }) });
  expect(result).toMatchObject({
    ok: false,
    diagnostics: [{ code: "AMA1527", message: expect.stringContaining("the server s") }],
  });
});

test("a broken settings.xml is an error with its line", () => {
  const HOME = home({ "settings.xml": "<settings>\n  <mirrors>\n  </mirror>\n</settings>" });
  expect(readMavenSettings({ HOME })).toMatchObject({
    ok: false,
    diagnostics: [{ code: "AMA1527", at: { line: 3 }, sourceLine: "  </mirror>" }],
  });
});

test("no home and no file say nothing; MAVEN_HOME's settings come below the user's", () => {
  const mavenHome = temporaryFolder();
  mkdirSync(join(mavenHome, "conf"));
  const blocker =
    "<mirrors><mirror><id>http</id><mirrorOf>external:http:*</mirrorOf><url>http://0.0.0.0/</url><blocked>true</blocked></mirror></mirrors>";
  writeFileSync(join(mavenHome, "conf/settings.xml"), `<settings>${blocker}</settings>`);
  const HOME = home({});
  expect(readMavenSettings({ HOME })).toMatchObject({ ok: true, value: { mirrors: [], servers: [], proxies: [] } });
  expect(readMavenSettings({ HOME, MAVEN_HOME: mavenHome })).toMatchObject({
    ok: true,
    value: { mirrors: [{ id: "http", blocked: true }] },
  });
});
