import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { expect, test } from "vitest";
import type { Toolchain } from "../model/toolchain.ts";
import { ensureToolchain } from "./ensure-toolchain.ts";
import { fakeJava, fakeSpark } from "./fake-installations.test-support.ts";
import { hostClassPath, hostJavaOptions } from "./host-java-options.ts";
import { inspectToolchain } from "./inspect-toolchain.ts";
import { portsIn, scratch, type TestPorts } from "./setup.test-support.ts";
import type { Train } from "./startup-cache.ts";
import { readZip } from "./zip-reader.ts";

/** Stands in for the Scala compiler: one class file for each source in its argument file. */
const compiler = `for last; do :; done
arguments=\${last#@}
out=$(sed -n '/^"-d"$/{n;s/"//g;p;}' "$arguments")
count=0
for source in $(sed -n 's/^"\\(.*\\.scala\\)"$/\\1/p' "$arguments" | tr ' ' '?'); do
  grep -q broken "$source" 2>/dev/null && { echo "$source: error: broken"; exit 1; }
  count=$((count + 1)); echo "class $count" > "$out/C$count.class"
done
echo run >> "$(dirname "$0")/../runs"`;

function machine(folder: string, javaVersion = "25.0.2"): { ports: TestPorts; program: string; java: string } {
  const program = join(folder, "program");
  const sources = join(program, "runtimes/scala/src/main/scala");
  mkdirSync(sources, { recursive: true });
  writeFileSync(join(program, "runtimes/scala/scalac.options"), "-deprecation\n-Xlint:_\n");
  writeFileSync(join(sources, "A.scala"), "object A");
  writeFileSync(join(sources, "B.scala"), "object B");
  const java = fakeJava(join(folder, "java"), javaVersion, compiler);
  const env = { SPARK_HOME: fakeSpark(join(folder, "spark"), "4.2.1"), JAVA_HOME: java, AMA_OFFLINE: "1" };
  return { ports: portsIn(folder, env), program, java };
}

async function ensured(ports: TestPorts, program: string, train?: Train, again = false): Promise<Toolchain> {
  const toolchain = await ensureToolchain({}, ports, { program, again, ...(train ? { train } : {}) });
  if (!toolchain.ok) throw new Error(JSON.stringify(toolchain.diagnostics));
  return toolchain.value;
}

/** Writes the archive that the options ask for. */
const goodTrain: Train = async (_, options) => {
  const target = options
    .map((option) => /^-XX:(?:AOTCacheOutput|ArchiveClassesAtExit)=(.*)$/.exec(option)?.[1])
    .find(Boolean);
  writeFileSync(target ?? "", Buffer.alloc(20_000_001, 7));
  return undefined;
};

test("the runtime is compiled once for its sources, and anew when they change", async () => {
  using folder = scratch();
  const { ports, program, java } = machine(folder.path);
  const first = await ensured(ports, program);
  expect(readZip(readFileSync(first.runtime.path)).map(({ name }) => name)).toEqual([
    "META-INF/MANIFEST.MF",
    "C1.class",
    "C2.class",
  ]);
  expect((await ensured(ports, program)).runtime).toEqual(first.runtime);
  expect(readFileSync(join(java, "runs"), "utf8")).toBe("run\n");
  writeFileSync(join(program, "runtimes/scala/src/main/scala/A.scala"), "object A { val a = 1 }");
  expect((await ensured(ports, program)).runtime.digest).not.toBe(first.runtime.digest);
});

test("a jar that was shipped is used when it was made of these sources", async () => {
  using folder = scratch();
  const { ports, program, java } = machine(folder.path);
  const built = await ensured(ports, program);
  const shipped = join(program, "dist/runtime", `${built.runtime.digest}.jar`);
  cpSync(built.runtime.path, shipped);
  expect((await ensured(portsIn(join(folder.path, "new home"), ports.env), program)).runtime.path).toBe(shipped);
  expect(readFileSync(join(java, "runs"), "utf8")).toBe("run\n");
});

test("sources that don't compile are an error with the compiler's words, and leave nothing behind", async () => {
  using folder = scratch();
  const { ports, program } = machine(folder.path);
  writeFileSync(join(program, "runtimes/scala/src/main/scala/B.scala"), "broken");
  const result = await ensureToolchain({}, ports, { program });
  expect(result.diagnostics.map((d) => d.code)).toEqual(["AMA1712"]);
  expect(result.diagnostics[0]?.hint).toContain("error: broken");
});

test("the class path is the runtime, then Spark's jars by name", async () => {
  using folder = scratch();
  const { ports, program } = machine(folder.path);
  const toolchain = await ensured(ports, program);
  expect(hostClassPath(toolchain).map((path) => path.split("/").at(-1))).toEqual([
    "amaterasu-runtime.jar",
    "Amber-1.0.jar",
    "scala-library-2.13.18.jar",
    "spark-core_2.13-4.2.1.jar",
    "zookeeper-3.9.3.jar",
  ]);
});

test.each([
  ["25.0.2", "-XX:AOTCache="],
  ["17.0.15", "-XX:SharedArchiveFile="],
])("the start-up cache of Java %s is made once and then used", async (version, option) => {
  using folder = scratch();
  const { ports, program } = machine(folder.path, version);
  let trainings = 0;
  const train: Train = (...given) => (trainings++, goodTrain(...given));
  const made = await ensured(ports, program, train);
  expect(hostJavaOptions(made)).toContain(`${option}${made.startupCache?.path}`);
  expect((await ensured(ports, program, train)).startupCache).toEqual(made.startupCache);
  expect((await ensured(ports, program)).startupCache).toEqual(made.startupCache);
  expect(trainings).toBe(1);
});

test("a start-up cache that was changed or cut is made anew, one that was only copied is not", async () => {
  using folder = scratch();
  const { ports, program } = machine(folder.path);
  const { startupCache } = await ensured(ports, program, goodTrain);
  if (startupCache === undefined) throw new Error("it was made");
  utimesSync(startupCache.path, 1, 1);
  expect((await ensured(ports, program)).startupCache).toEqual(startupCache);
  const bytes = readFileSync(startupCache.path);
  bytes[1000] = 8;
  writeFileSync(startupCache.path, bytes);
  expect((await ensured(ports, program)).startupCache).toBeUndefined();
  expect((await ensured(ports, program, goodTrain)).startupCache).toEqual(startupCache);
  writeFileSync(startupCache.path, "");
  expect((await ensured(ports, program)).startupCache).toBeUndefined();
});

test("a start-up cache that cannot be made is a warning, once, until somebody asks again", async () => {
  using folder = scratch();
  const { ports, program } = machine(folder.path);
  const failing: Train = async () => "the host did not start";
  const first = await ensureToolchain({}, ports, { program, train: failing });
  expect([first.ok, first.diagnostics.map((d) => d.code)]).toEqual([true, ["AMA1713"]]);
  const second = await ensureToolchain({}, ports, { program, train: () => Promise.reject(new Error("not again")) });
  expect(second).toMatchObject({ ok: true, diagnostics: [] });
  expect((await ensured(ports, program, goodTrain, true)).startupCache).toBeDefined();
});

test("what a set-up leaves that is killed is removed by the next one, and that of one at work is not", async () => {
  using folder = scratch();
  const { ports, program } = machine(folder.path);
  const startup = join(ports.folders.cache, "startup");
  const withOtherSources = async (code: string, train: Train) => {
    writeFileSync(join(program, "runtimes/scala/src/main/scala/A.scala"), code);
    return ensured(ports, program, train);
  };
  const [entered, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const atWork = withOtherSources("object A { val a = 1 }", async (...given) => {
    entered.resolve();
    await release.promise;
    return goodTrain(...given);
  });
  await entered.promise;
  const [unfinished = ""] = readdirSync(startup);
  const abandoned = join(startup, "0123456789abcdef.partial-x");
  cpSync(join(startup, unfinished), abandoned, { recursive: true });

  const second = await withOtherSources("object A { val a = 2 }", goodTrain);
  expect(readdirSync(startup).sort()).toEqual([unfinished, basename(dirname(second.startupCache?.path ?? ""))].sort());
  release.resolve();
  const first = await atWork;
  const made = [first, second].map(({ startupCache }) => startupCache?.path ?? "");
  expect(readdirSync(startup).sort()).toEqual(made.map((path) => basename(dirname(path))).sort());
  expect(made.flatMap((path) => readdirSync(dirname(path)))).toEqual([
    "host.aot",
    "host.aot.json",
    "host.aot",
    "host.aot.json",
  ]);
});

test("the doctor finds what is there, and says what mends the rest", async () => {
  using folder = scratch();
  const { ports, program } = machine(folder.path);
  const before = await inspectToolchain({}, ports, program);
  const statusOf = (name: string, findings = before) => findings.find((finding) => finding.name === name)?.status;
  expect([statusOf("Spark"), statusOf("Java"), statusOf("runtime"), statusOf("fast starts")]).toEqual([
    "ok",
    "ok",
    "missing",
    "missing",
  ]);
  expect(before.filter(({ status, fix }) => status !== "ok" && fix === undefined)).toEqual([]);
  await ensured(ports, program, goodTrain);
  const after = await inspectToolchain({}, ports, program);
  expect(after.filter(({ status, required }) => required && status !== "ok")).toEqual([]);
  expect(statusOf("fast starts", after)).toBe("ok");
  const managed = await inspectToolchain(
    {},
    { ...ports, env: { ...ports.env, JAVA_HOME: dirname(folder.path) } },
    program,
  );
  expect(managed.find(({ name }) => name === "Java")).toMatchObject({ status: "missing", fix: "ama setup" });
  expect(existsSync(join(ports.folders.cache, "java"))).toBe(false);
});

test("a cache that takes no runtime is an error with the reason", async () => {
  using folder = scratch();
  const { ports, program } = machine(folder.path);
  writeFileSync(join(ports.folders.cache, "runtime"), "in the way");
  const result = await ensureToolchain({}, ports, { program });
  expect(result.diagnostics.map((d) => d.code)).toEqual(["AMA1714"]);
});
