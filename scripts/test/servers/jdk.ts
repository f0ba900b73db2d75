import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const installed = "/usr/lib/jvm";

/**
 * The launcher of a JDK 17 or 21: Hive and Drill use of Hadoop what newer ones have taken away, and Drill compiles. The
 * managed Java has no compiler.
 */
export function jdk(): string {
  const found = candidates().find(isFit);
  if (found !== undefined) return found;
  execFileSync("sh", [join(import.meta.dirname, "ensure-jdk.sh")], { stdio: "inherit" });
  const made = candidates().find(isFit);
  if (made === undefined) throw new Error("there is no JDK 17 or 21, although one was installed");
  return made;
}

function candidates(): readonly string[] {
  const home = process.env["JAVA_HOME"];
  const folders = existsSync(installed) ? readdirSync(installed).map((name) => join(installed, name)) : [];
  return [...(home ? [join(home, "bin/java")] : []), "java", ...folders.map((folder) => join(folder, "bin/java"))];
}

function isFit(java: string): boolean {
  const { stdout } = spawnSync(java, ["--list-modules"], { encoding: "utf8" });
  return /^java\.base@(17|21)\b/m.test(stdout ?? "") && /^jdk\.compiler@/m.test(stdout);
}
