import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

function write(path: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, mode);
}

/** A folder that looks like a Spark, by the names of its jars. */
export function fakeSpark(home: string, version: string, scala = "2.13.18"): string {
  const binary = scala.split(".").slice(0, 2).join(".");
  for (const name of [`spark-core_${binary}-${version}`, `scala-library-${scala}`, "zookeeper-3.9.3", "Amber-1.0"])
    write(join(home, "jars", `${name}.jar`), name);
  return home;
}

/** A folder that looks like a Java; the program in it runs the shell script. */
export function fakeJava(home: string, version: string, script = "exit 1"): string {
  write(join(home, "release"), `JAVA_VERSION="${version}"\nMODULES="java.base java.sql"\n`);
  write(join(home, "bin", "java"), `#!/bin/sh\n${script}\n`, 0o755);
  return home;
}
