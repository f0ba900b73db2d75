import { existsSync, realpathSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { error, warning } from "../diagnostics/report.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { failed, ok, type Result } from "../model/result.ts";
import type { JavaInstallation, ToolchainRequest } from "../model/toolchain.ts";
import { inspectJava } from "./java-installation.ts";
import { managedJava } from "./managed.ts";
import { type ManagedJava, supportOf } from "./supported.ts";

export type JavaChoice =
  | { readonly is: "found"; readonly java: JavaInstallation }
  | { readonly is: "managed"; readonly java: ManagedJava };

export interface JavaMachine {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly arch: string;
}

/**
 * Which Java runs a Spark: the environment's, else a supported `JAVA_HOME`, else the managed one, else (on platforms
 * that have no managed one) a supported `java` of the PATH. Nothing is installed here.
 */
export function chooseJava(request: ToolchainRequest, sparkVersion: string, machine: JavaMachine): Result<JavaChoice> {
  const javas = supportOf(sparkVersion)?.javas ?? [];
  const reasonOf = (java: JavaInstallation | undefined) => whyPassedOver(java, javas, sparkVersion);
  if (request.javaHome !== undefined) return ofEnvironment(request.javaHome, reasonOf, javas);
  const { JAVA_HOME } = machine.env;
  const ambient = JAVA_HOME ? inspectJava(resolve(JAVA_HOME), "ambient") : undefined;
  const reason = JAVA_HOME ? reasonOf(ambient) : undefined;
  if (ambient !== undefined && reason === undefined) return ok({ is: "found", java: ambient });
  const remarks = JAVA_HOME && reason !== undefined ? [passedOver(JAVA_HOME, reason)] : [];
  const managed = managedJava(sparkVersion, machine.platform, machine.arch);
  if (managed !== undefined && hasGlibc(machine)) return ok({ is: "managed", java: managed }, remarks);
  const onPath = javaOnPath(machine.env);
  if (onPath !== undefined && reasonOf(onPath) === undefined) return ok({ is: "found", java: onPath }, remarks);
  return failed(...remarks, noneForPlatform(machine, javas));
}

function ofEnvironment(
  home: string,
  reasonOf: (java: JavaInstallation | undefined) => string | undefined,
  javas: readonly number[],
): Result<JavaChoice> {
  const java = inspectJava(resolve(home), "environment");
  const reason = reasonOf(java);
  if (java !== undefined && reason === undefined) return ok({ is: "found", java });
  return failed(
    error("AMA1709", `The environment's Java home ${home} cannot be used: ${reason}.`, {
      hint: `Name a Java ${javas.join(", ")} there, or leave it out to use the managed one.`,
    }),
  );
}

function whyPassedOver(
  java: JavaInstallation | undefined,
  javas: readonly number[],
  sparkVersion: string,
): string | undefined {
  if (java === undefined) return "there is no Java with a `release` file in it";
  return javas.includes(java.major)
    ? undefined
    : `it is Java ${java.major}, and Spark ${sparkVersion} runs on ${javas.toSorted((a, b) => a - b).join(", ")}`;
}

/** A Java on the PATH is usually a link into its home. */
function javaOnPath(env: JavaMachine["env"]): JavaInstallation | undefined {
  for (const folder of (env["PATH"] ?? "").split(delimiter)) {
    try {
      return inspectJava(dirname(dirname(realpathSync(join(folder, "java")))), "ambient");
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}

/** The managed ones are linked against glibc, whose loader has a fixed place; Alpine's musl has none there. */
function hasGlibc({ platform, arch }: JavaMachine): boolean {
  const loader = arch === "arm64" ? "/lib/ld-linux-aarch64.so.1" : "/lib64/ld-linux-x86-64.so.2";
  return platform !== "linux" || existsSync(loader);
}

function passedOver(home: string, reason: string): Diagnostic {
  return warning("AMA1711", `JAVA_HOME (${home}) is passed over: ${reason}.`, {
    hint: "Unset JAVA_HOME, or let it name a supported Java.",
  });
}

function noneForPlatform(machine: JavaMachine, javas: readonly number[]): Diagnostic {
  return error(
    "AMA1710",
    `There is no managed Java for ${machine.platform}-${machine.arch}, and none here that is supported.`,
    {
      hint: `Install a Java ${javas.join(" or ")} and let JAVA_HOME name it.`,
    },
  );
}
