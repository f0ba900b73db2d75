import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { readZip } from "../../src/toolchain/zip-reader.ts";
import { type FileInZip, writeZip } from "../../src/toolchain/zip-writer.ts";
import { toolchain } from "../toolchain.ts";
import { versionOf } from "./version.ts";

/** Where the names lie that actions in Scala and jars use: ours, and those of versions 0.1 and 0.2. */
const packages = ["amaterasu/runtime/", "io/shinto/amaterasu/", "org/apache/amaterasu/"];
const artifact = "amaterasu-api_2.13";

/**
 * Writes `amaterasu-api_2.13-<version>.jar`, its sources and its pom. The classes are those of the runtime's jar, so what
 * an IDE knows is what runs.
 */
export function writeIdeJars(root: string, folder: string): void {
  const { runtimeJar, spark } = toolchain();
  const version = versionOf(root);
  const licence = { name: "META-INF/LICENSE", content: readFileSync(join(root, "LICENSE")) };
  const manifest = { name: "META-INF/MANIFEST.MF", content: Buffer.from("Manifest-Version: 1.0\r\n\r\n") };
  const write = (ending: string, files: readonly FileInZip[]): void =>
    writeFileSync(join(folder, `${artifact}-${version}${ending}.jar`), writeZip([manifest, licence, ...files]));
  mkdirSync(folder, { recursive: true });
  write("", classesOf(runtimeJar));
  write("-sources", sourcesIn(join(root, "runtimes/scala/src/main/scala")));
  writeFileSync(join(folder, `${artifact}-${version}.pom`), pom(version, spark.version));
}

function classesOf(jar: string): FileInZip[] {
  return readZip(readFileSync(jar))
    .filter(({ name }) => isNames(name) && name.endsWith(".class"))
    .map(({ name, read }) => ({ name, content: read() }));
}

function sourcesIn(folder: string): FileInZip[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter(isNames)
    .toSorted()
    .map((name) => ({ name, content: readFileSync(join(folder, name)) }));
}

function isNames(path: string): boolean {
  return packages.some((folder) => path.startsWith(folder));
}

function pom(version: string, spark: string): string {
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>amaterasu</groupId>
  <artifactId>${artifact}</artifactId>
  <version>${version}</version>
  <description>The names that Amaterasu's actions in Scala use; a run brings its own.</description>
  <licenses><license><name>Apache-2.0</name></license></licenses>
  <dependencies>
    <dependency>
      <groupId>org.apache.spark</groupId>
      <artifactId>spark-sql_2.13</artifactId>
      <version>${spark}</version>
      <scope>provided</scope>
    </dependency>
  </dependencies>
</project>
`;
}
