import { accessSync, constants, readFileSync } from "node:fs";
import { join } from "node:path";
import type { InstallationOrigin, JavaInstallation } from "../model/toolchain.ts";

/** Reads which Java a folder holds from its `release` file, without starting it; undefined where it is none. */
export function inspectJava(home: string, origin: InstallationOrigin): JavaInstallation | undefined {
  const executable = join(home, "bin", "java");
  const release = readRelease(home);
  const version = release?.get("JAVA_VERSION");
  if (version === undefined || !isExecutable(executable)) return undefined;
  const modules = (release?.get("MODULES") ?? "").split(" ").filter((name) => name !== "");
  return { home, executable, version, major: majorOf(version), modules, origin };
}

/** `1.8.0_402` is Java 8. */
function majorOf(version: string): number {
  const [first = "0", second = "0"] = version.split(/[._+-]/);
  return Number(first === "1" ? second : first);
}

function readRelease(home: string): ReadonlyMap<string, string> | undefined {
  let text: string;
  try {
    text = readFileSync(join(home, "release"), "utf8");
  } catch {
    return undefined; // All Javas since 8 have one.
  }
  return new Map([...text.matchAll(/^(\w+)="?(.*?)"?$/gm)].map(([, key = "", value = ""]) => [key, value]));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
