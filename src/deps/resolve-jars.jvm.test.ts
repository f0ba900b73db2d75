import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { JarDeclaration, JarRequirements } from "../model/dependencies.ts";
import type { JarsPorts, JarsRequest } from "./jars-request.ts";
import { type MavenServer, startMavenServer, startProxy, zipOf } from "./maven-server.test-support.ts";
import { openNetwork } from "./network.ts";
import { resolveJars } from "./resolve-jars.ts";
import { resolverClassPath } from "./resolver-jars.ts";

// These start Maven Resolver on a real Java against a repository on loopback; each start takes about a second.

const root = mkdtempSync(join(tmpdir(), "resolve-"));
const resolverStore = join(root, "resolver");
const sparkJars = join(root, "spark");
const java = findJava();
/** On a machine that is busy with other work. */
const slowMs = 120_000;
const at = { file: "deps/jars.yml", line: 1, column: 1 };
let server: MavenServer;

function findJava(): string {
  const cache = process.env.AMA_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "amaterasu");
  const managed = existsSync(join(cache, "java"))
    ? readdirSync(join(cache, "java")).map((name) => join(cache, "java", name, "bin"))
    : [];
  const home = process.env.JAVA_HOME === undefined ? [] : [join(process.env.JAVA_HOME, "bin")];
  const folders = [...managed, ...home, ...(process.env.PATH ?? "").split(delimiter)];
  const found = folders.map((folder) => join(folder, "java")).find((path) => existsSync(path));
  if (found === undefined) throw new Error("These tests need Java; `ama setup` installs it.");
  return found;
}

beforeAll(async () => {
  const network = openNetwork(resolverStore, { env: process.env });
  if (!network.ok) throw new Error(JSON.stringify(network.diagnostics));
  const classPath = await resolverClassPath(network.value, undefined);
  if (!classPath.ok) throw new Error(JSON.stringify(classPath.diagnostics));
  mkdirSync(sparkJars);
  const properties = "META-INF/maven/com.fasterxml.jackson.core/jackson-core/pom.properties";
  writeFileSync(join(sparkJars, "jackson-core-2.17.0.jar"), zipOf(properties, ""));
  writeFileSync(
    join(sparkJars, "hadoop-client-api-3.5.0.jar"),
    zipOf("META-INF/maven/org.apache.hadoop/hadoop-client-api/pom.properties", ""),
  );
  writeFileSync(join(sparkJars, "scala-library-2.13.18.jar"), zipOf("library.properties", ""));
  writeFileSync(
    join(sparkJars, "spark-core_2.13-4.2.0.jar"),
    zipOf("META-INF/maven/org.apache.spark/spark-core_2.13/pom.properties", ""),
  );
}, 120_000);

beforeEach(async () => {
  server = await startMavenServer();
  return () => server.close();
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

function declared(coordinates: string, more: Partial<JarDeclaration> = {}): JarDeclaration {
  const [groupId = "", artifactId = "", version = ""] = coordinates.split(":");
  return { groupId, artifactId, version, exclusions: [], at, ...more };
}

interface Setting {
  readonly request: JarsRequest;
  readonly ports: JarsPorts;
}

/** A job in a folder of its own, on a machine whose settings.xml lets the test's server stand for Maven Central. */
function job(artifacts: readonly JarDeclaration[], more: Partial<JarRequirements> = {}, settings = ""): Setting {
  const folder = mkdtempSync(join(root, "job-"));
  const HOME = join(folder, "home");
  mkdirSync(join(HOME, ".m2"), { recursive: true });
  const mirror = `<mirrors><mirror><id>test</id><mirrorOf>central</mirrorOf><url>${server.url}</url></mirror></mirrors>`;
  writeFileSync(join(HOME, ".m2/settings.xml"), `<settings>${settings === "" ? mirror : settings}</settings>`);
  cpSync(resolverStore, join(folder, "cache/jars"), { recursive: true });
  return {
    request: {
      requirements: { artifacts, repositories: [], missing: "error", ...more },
      localJars: [],
      session: { spark: "4.2.0", scala: "2.13", jarsFolder: sparkJars },
      cacheFolder: join(folder, "cache"),
      lock: { repoFile: join(folder, "deps/jars.lock"), keepInRepo: true },
    },
    ports: {
      env: { HOME, PATH: process.env.PATH },
      java,
      resolverProgram: join(import.meta.dirname, "../../runtimes/resolver/Resolver.java"),
      retryAfterMs: 5,
    },
  };
}

/** A machine on which a JVM would fail to start. */
function withoutJava({ request, ports }: Setting): Setting {
  return { request, ports: { ...ports, java: "/nonexistent/java" } };
}

function resolve({ request, ports }: Setting): ReturnType<typeof resolveJars> {
  return resolveJars(request, ports);
}

/** Publishes a library in which most that Maven can say of dependencies occurs, and declares it. */
function library(): readonly JarDeclaration[] {
  server.publish(
    {
      coordinates: "g:app:1",
      dependencies: [
        "g:lib:1",
        "g:util:2",
        "com.fasterxml.jackson.core:jackson-core:2.12.0",
        "org.x:left-out:1",
        "g:all-alone:1 !*:*",
      ],
    },
    { coordinates: "g:app:1", classifier: "tests" },
    { coordinates: "g:lib:1", dependencies: ["g:deep:1", "g:util:1", "org.scala-lang:scala-library:2.13.0"] },
    { coordinates: "g:all-alone:1", dependencies: ["org.x:nobody:1"] },
    { coordinates: "g:util:1" },
    { coordinates: "g:util:2" },
    { coordinates: "g:deep:1" },
    { coordinates: "com.fasterxml.jackson.core:jackson-core:2.12.0", jar: null },
    {
      coordinates: "g:old_2.10:1",
      dependencies: ["org.apache.spark:spark-core_2.10:1.6.0", "org.apache.hadoop:hadoop-common:2.7.0"],
    },
    { coordinates: "org.apache.spark:spark-core_2.10:1.6.0", dependencies: ["org.x:of-old-spark:1"], jar: null },
    { coordinates: "org.apache.hadoop:hadoop-common:2.7.0", dependencies: ["org.x:of-old-hadoop:1"], jar: null },
    { coordinates: "g:ranged:1.0" },
    { coordinates: "g:ranged:1.5" },
    { coordinates: "g:ranged:2.0" },
    { coordinates: "h:app:1" },
  );
  return [
    declared("g:app:1", { exclusions: [{ groupId: "org.x", artifactId: "left-out" }] }),
    declared("g:app:1", { classifier: "tests", exclusions: [{ groupId: "*", artifactId: "*" }] }),
    declared("g:old_2.10:1"),
    declared("g:ranged:[1,2)"),
    declared("h:app:1"),
  ];
}

test(
  "artifacts come with what they need, by Maven's rules, and Spark's own libraries win",
  async () => {
    const setting = job(library());
    const result = await resolve(setting);
    if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
    const { jars, provided, missing } = result.value;
    expect(jars.map(({ coordinates, askedBy }) => [coordinates, ...askedBy].join(" < "))).toEqual([
      "g:app:1",
      "g:app:1:tests",
      "g:old_2.10:1",
      "g:ranged:1.5",
      "h:app:1",
      "g:all-alone:1 < g:app:1",
      "g:deep:1 < g:lib:1",
      "g:lib:1 < g:app:1",
      "g:util:2 < g:app:1 < g:lib:1",
    ]);
    expect(jars.map(({ path }) => path.split("/").at(-1))).toEqual(
      ["g.app-1", "app-1-tests", "old_2.10-1", "ranged-1.5", "h.app-1", "all-alone-1", "deep-1", "lib-1", "util-2"].map(
        (n) => `${n}.jar`,
      ),
    );
    expect(provided.map(({ coordinates, has }) => `${coordinates} → ${has}`)).toEqual([
      "com.fasterxml.jackson.core:jackson-core:2.12.0 → 2.17.0",
      "org.apache.hadoop:hadoop-common:2.7.0 → 3.5.0",
      "org.apache.spark:spark-core_2.10:1.6.0 → spark-core_2.13 4.2.0",
      "org.scala-lang:scala-library:2.13.0 → 2.13.18",
    ]);
    expect(missing).toEqual([]);
    expect(result.diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([
      "AMA1530 g:app:1 asks for jackson-core 2.12.0 (Spark has 2.17.0).",
      "AMA1530 g:app:1:tests asks for jackson-core 2.12.0 (Spark has 2.17.0).",
      "AMA1530 g:old_2.10:1 asks for hadoop-common 2.7.0 (Spark has 3.5.0), spark-core_2.10 1.6.0 (Spark has spark-core_2.13 4.2.0).",
    ]);
    expect(server.requests.filter((one) => one.includes("org/x"))).toEqual([]);

    // Again: neither Java nor the network.
    server.requests.length = 0;
    expect(await resolve(withoutJava(setting))).toEqual(result);
    expect(server.requests).toEqual([]);

    // A damaged jar is told of and fetched again, by the lock.
    const damaged = jars[0]?.path ?? "";
    writeFileSync(damaged, "not a jar");
    const mended = await resolve(withoutJava(setting));
    expect(mended).toMatchObject({ ok: true, value: result.value });
    expect(mended.diagnostics[0]).toMatchObject({ code: "AMA1533", message: expect.stringContaining("g:app:1") });
    expect(readFileSync(damaged).subarray(0, 2).toString()).toBe("PK");

    // A committed lock serves a machine that has nothing yet, and decides there.
    const cacheFolder = join(setting.request.cacheFolder, "../elsewhere");
    const elsewhere = withoutJava({ ...setting, request: { ...setting.request, cacheFolder } });
    expect(await resolve(elsewhere)).toMatchObject({ ok: true, value: { digest: result.value.digest } });
    server.publish({ coordinates: "g:deep:1", jar: zipOf("replaced", "by somebody") });
    rmSync(cacheFolder, { recursive: true });
    expect(await resolve(elsewhere)).toMatchObject({ ok: false, diagnostics: [{ code: "AMA1524" }] });
    rmSync(cacheFolder, { recursive: true });
    const image = { ...elsewhere.request, cacheFolder, readOnlyCaches: [setting.request.cacheFolder] };
    expect(await resolve({ ...elsewhere, request: image })).toMatchObject({
      ok: true,
      value: { jars: result.value.jars },
    });
    expect(existsSync(cacheFolder)).toBe(false);
    const offline = { ...elsewhere, ports: { ...elsewhere.ports, env: { ...setting.ports.env, AMA_OFFLINE: "1" } } };
    expect(await resolve(offline)).toMatchObject({ ok: false, diagnostics: [{ code: "AMA1523" }] });
  },
  slowMs,
);

test(
  "an artifact that no repository has is an error that says what there is; with missing: warn the rest is used",
  async () => {
    server.publish(
      { coordinates: "g:slack_2.11:0.2.0" },
      { coordinates: "g:slack_2.11:0.3.1" },
      { coordinates: "g:there:1", dependencies: ["g:gone:1"] },
    );
    const artifacts = [declared("g:slack_2.10:0.3.0"), declared("g:there:1")];
    const strict = job(artifacts);
    const result = await resolve(strict);
    expect(
      result.diagnostics.map(({ code, severity, message, hint }) => `${severity} ${code} ${message} ${hint}`),
    ).toEqual([
      `error AMA1520 No repository has g:gone:1, which g:there:1 needs; asked were central (${server.url}). With \`missing: warn\` in jars.yml only the actions that need it fail.`,
      `error AMA1520 No repository has g:slack_2.10:0.3.0; asked were central (${server.url}). There is slack_2.11 0.2.0, 0.3.1. With \`missing: warn\` in jars.yml only the actions that need it fail.`,
    ]);
    expect(existsSync(strict.request.lock.repoFile)).toBe(false);

    const lenient = {
      ...strict,
      request: { ...strict.request, requirements: { ...strict.request.requirements, missing: "warn" as const } },
    };
    const tolerated = await resolve(lenient);
    expect(tolerated).toMatchObject({
      ok: true,
      value: {
        jars: [{ coordinates: "g:there:1" }],
        missing: [
          { coordinates: "g:gone:1", declared: false },
          { coordinates: "g:slack_2.10:0.3.0", declared: true },
        ],
      },
    });
    expect(tolerated.diagnostics.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      "warning AMA1532",
      "warning AMA1532",
    ]);
    server.requests.length = 0;
    expect(await resolve(withoutJava(lenient))).toMatchObject({ ok: true });
    expect(server.requests).toEqual([]);
  },
  slowMs,
);

test(
  "mirrors, credentials and proxies of settings.xml hold for POMs and jars alike",
  async () => {
    server.publish({ coordinates: "g:a:1", dependencies: ["g:b:1"] }, { coordinates: "g:b:1" });
    server.requireLogin("me", "secret of corp");
    const proxy = await startProxy();
    const { port } = new URL(proxy.url);
    const settings = (password: string) => `
    <mirrors><mirror><id>corp</id><mirrorOf>*</mirrorOf><url>${server.url}</url></mirror></mirrors>
    <servers><server><id>corp</id><username>me</username><password>\${env.${password}}</password></server></servers>
    <proxies><proxy><protocol>http</protocol><host>127.0.0.1</host><port>${port}</port></proxy></proxies>`;
    // As Maven 3.8 encrypted them.
    const security =
      "<settingsSecurity><master>{Y0XpMed5iJMHSBSH+O41qHPAQnhRjpX2MoXzh4YYbsk=}</master></settingsSecurity>";
    const variables = { ENCRYPTED: "{Q4QJcAfDLMUHcfJWPAjK6diHAY3MSg+N84ApvNq3VAk=}", WRONG: "wrong" };
    const repositories = [{ id: "own", type: "default", url: "https://repo.invalid/x", at }];
    const good = job([declared("g:a:1")], { repositories }, settings("ENCRYPTED"));
    Object.assign(good.ports.env, variables);
    writeFileSync(join(good.ports.env.HOME ?? "", ".m2/settings-security.xml"), security);
    expect(await resolve(good)).toMatchObject({
      ok: true,
      value: { jars: [{ coordinates: "g:a:1" }, { coordinates: "g:b:1" }] },
    });
    expect(proxy.requests.filter((url) => /\.(pom|jar)$/.test(url)).map((url) => url.split("/").at(-1))).toEqual(
      expect.arrayContaining(["a-1.pom", "b-1.pom", "a-1.jar", "b-1.jar"]),
    );
    expect(readFileSync(good.request.lock.repoFile, "utf8")).toContain("https://repo.invalid/x");
    expect(readFileSync(good.request.lock.repoFile, "utf8")).not.toContain(server.url);

    const bad = job([declared("g:a:1")], { repositories }, settings("WRONG"));
    Object.assign(bad.ports.env, variables);
    expect(await resolve(bad)).toMatchObject({
      ok: false,
      diagnostics: [{ code: "AMA1522", message: expect.stringContaining("401") }],
    });
    await proxy.close();
  },
  slowMs,
);

test(
  "a repository out of reach is another error than a missing artifact",
  async () => {
    const gone = await startMavenServer();
    await gone.close();
    const repositories = [{ id: "own", type: "default", url: gone.url, at }];
    const result = await resolve(job([declared("g:a:1")], { repositories, missing: "warn" }));
    expect(result).toMatchObject({
      ok: false,
      diagnostics: [{ code: "AMA1521", message: expect.stringContaining(gone.url) }],
    });
  },
  slowMs,
);

test(
  "a POM that cannot be read is told of with the reason, where its artifact is declared",
  async () => {
    const parent = "<parent><groupId>g</groupId><artifactId>nowhere</artifactId><version>7</version></parent>";
    const pom = `<project><modelVersion>4.0.0</modelVersion>${parent}<artifactId>child</artifactId></project>`;
    server.files.set("g/child/7/child-7.pom", Buffer.from(pom));
    const result = await resolve(job([declared("g:child:7")]));
    expect(result).toMatchObject({
      ok: false,
      diagnostics: [{ code: "AMA1525", at, message: expect.stringContaining("find artifact g:nowhere:pom:7 in") }],
    });
  },
  slowMs,
);

test(
  "several at once share the cache, and all end with the same jars",
  async () => {
    const first = job(library());
    const { request } = first;
    const others = [1, 2].map((n) => {
      const lock = { repoFile: join(root, `none-${n}.lock`), keepInRepo: false };
      return { ...first, request: { ...request, lock } };
    });
    const results = await Promise.all([first, ...others].map(resolve));
    const resolved = results.flatMap((result) => (result.ok ? [result.value] : []));
    expect(results.flatMap(({ diagnostics }) => diagnostics.filter(({ severity }) => severity === "error"))).toEqual(
      [],
    );
    expect(new Set(resolved.map(({ digest }) => digest)).size).toBe(1);
    expect(resolved.every(({ jars }) => jars.every(({ path }) => existsSync(path)))).toBe(true);
    expect(resolved.map(({ lockFile = "" }) => lockFile.startsWith(request.cacheFolder))).toEqual([false, true, true]);
    expect(existsSync(join(root, "none-1.lock"))).toBe(false);
  },
  slowMs,
);

test(
  "snapshots take the newest build, from a profile's repository too, and what mvn install left on this machine is found and told of",
  async () => {
    const metadata = `<metadata><groupId>g</groupId><artifactId>snap</artifactId><version>1-SNAPSHOT</version><versioning>
    <snapshot><timestamp>20260102.030405</timestamp><buildNumber>7</buildNumber></snapshot><lastUpdated>20260102030405</lastUpdated></versioning></metadata>`;
    const pom =
      "<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>snap</artifactId><version>1-SNAPSHOT</version></project>";
    server.files.set("g/snap/1-SNAPSHOT/maven-metadata.xml", Buffer.from(metadata));
    server.files.set("g/snap/1-SNAPSHOT/snap-1-20260102.030405-7.pom", Buffer.from(pom));
    server.files.set("g/snap/1-SNAPSHOT/snap-1-20260102.030405-7.jar", zipOf("a", "b"));
    const profile = `<profiles><profile><id>p</id><activation><activeByDefault>true</activeByDefault></activation>
    <repositories><repository><id>own</id><url>${server.url}</url><snapshots><enabled>true</enabled></snapshots></repository></repositories></profile></profiles>`;
    const central =
      "<mirrors><mirror><id>none</id><mirrorOf>central</mirrorOf><url>file:///nonexistent</url></mirror></mirrors>";
    const setting = job([declared("g:snap:1-SNAPSHOT"), declared("g:mine:1")], {}, profile + central);
    const mine = join(setting.ports.env.HOME ?? "", ".m2/repository/g/mine/1");
    mkdirSync(mine, { recursive: true });
    writeFileSync(join(mine, "mine-1.jar"), zipOf("mine", "1"));
    writeFileSync(join(mine, "mine-1.pom"), pom.replace("snap", "mine").replace("1-SNAPSHOT", "1"));
    writeFileSync(join(mine, "_remote.repositories"), "mine-1.jar>=\nmine-1.pom>=\n");
    const result = await resolve(setting);
    expect(result).toMatchObject({
      ok: true,
      diagnostics: [{ code: "AMA1534", message: expect.stringContaining("g:mine:1") }],
    });
    expect(result.ok && result.value.jars.map(({ path }) => path.split("/").at(-1))).toEqual([
      "mine-1.jar",
      "snap-1-20260102.030405-7.jar",
    ]);
  },
  slowMs,
);

test(
  "a Java that does not start, and a lock that is no lock, are told of",
  async () => {
    server.publish({ coordinates: "g:a:1" });
    const setting = job([declared("g:a:1")]);
    expect(await resolve(withoutJava(setting))).toMatchObject({ ok: false, diagnostics: [{ code: "AMA1525" }] });
    mkdirSync(join(setting.request.lock.repoFile, ".."), { recursive: true });
    writeFileSync(setting.request.lock.repoFile, "<<<<<<< HEAD\n");
    expect(await resolve(setting)).toMatchObject({ ok: true, diagnostics: [{ code: "AMA1531", severity: "warning" }] });
  },
  slowMs,
);
