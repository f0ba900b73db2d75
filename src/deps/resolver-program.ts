import { spawn } from "node:child_process";
import { delimiter } from "node:path";
import { createInterface } from "node:readline";
import * as v from "valibot";
import { error } from "../diagnostics/report.ts";
import type { JarDeclaration } from "../model/dependencies.ts";
import { failed, ok, type Result } from "../model/result.ts";
import type { ProcessVariables } from "./maven-settings.ts";
import type { Network } from "./network.ts";
import { environmentProxies } from "./repository-access.ts";
import type { Repository } from "./wanted-repositories.ts";

/** Part of a path and of an address: a POM on the network must not lead out of the repository's folder. */
const Part = v.pipe(v.string(), v.regex(/^(?!\.\.?$)[^/\\?#%\s]*$/));
const Node = v.object({
  /** The index of the node that asked for it; -1 for what was declared. */
  parent: v.number(),
  groupId: Part,
  artifactId: Part,
  version: Part,
  classifier: Part,
  extension: Part,
  /** `id url` of the repositories in which Maven would look for it, in order. */
  repositories: v.array(v.string()),
  /** The version that is used instead of this one. */
  winner: v.optional(v.string()),
  /** The version in the file's name of a snapshot. */
  timestamped: v.optional(Part),
  /** The file, where the user's own Maven repository has it from `mvn install`. */
  installed: v.optional(v.string()),
});
const Problem = v.object({
  kind: v.picklist(["unreachable", "no-version", "broken"]),
  message: v.string(),
  artifact: v.optional(v.string()),
  repository: v.optional(v.string()),
  url: v.optional(v.string()),
});
const Answer = v.object({
  kind: v.literal("resolved"),
  nodes: v.array(Node),
  problems: v.array(Problem),
  /** Spark's own libraries: `groupId:artifactId:version[-classifier]`, groupId `?` where the jar does not tell. */
  spark: v.array(v.string()),
});
const Reading = v.object({ kind: v.literal("reading"), resource: v.string() });
const Line = v.pipe(v.string(), v.parseJson(), v.variant("kind", [Answer, Reading]));

export type GraphNode = v.InferOutput<typeof Node>;
export type ResolverProblem = v.InferOutput<typeof Problem>;
export type ResolverAnswer = v.InferOutput<typeof Answer>;

export interface ResolverStart {
  /** The Java launcher. */
  readonly java: string;
  /** runtimes/resolver/Resolver.java. */
  readonly program: string;
  readonly classPath: readonly string[];
  /** Where POMs are kept between resolutions. */
  readonly pomFolder: string;
  readonly sparkJars: string;
  readonly env: ProcessVariables;
  readonly network: Network;
  readonly onReading: (resource: string) => void;
}

/** Lets Maven Resolver find what `artifacts` need, in a JVM of its own that ends with the answer. */
export function askResolver(
  artifacts: readonly JarDeclaration[],
  repositories: readonly Repository[],
  start: ResolverStart,
): Promise<Result<ResolverAnswer>> {
  const { promise, resolve } = Promise.withResolvers<Result<ResolverAnswer>>();
  const child = spawn(start.java, javaArguments(start), {
    env: start.env,
    stdio: ["pipe", "pipe", "pipe"],
    ...(start.network.signal === undefined ? {} : { signal: start.network.signal }),
  });
  let answer: ResolverAnswer | undefined;
  let errors = "";
  createInterface({ input: child.stdout }).on("line", (line) => {
    const parsed = v.safeParse(Line, line);
    if (!parsed.success) errors += `${line}\n`;
    else if (parsed.output.kind === "reading") start.onReading(parsed.output.resource);
    else answer = parsed.output;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors = (errors + text).slice(-8000);
  });
  child.on("error", (e) => resolve(failed(cannotStart(start.java, e))));
  child.on("close", (code) => resolve(answer === undefined ? failed(ended(code, errors)) : ok(answer)));
  // A JVM that ends early closes its stdin; why it ended is on its stderr.
  child.stdin.on("error", () => undefined);
  child.stdin.end(JSON.stringify(requestFor(artifacts, repositories, start)));
  return promise;
}

function javaArguments({ classPath, env, program }: ResolverStart): string[] {
  // A short life: the second compiler and parallel collection cost more than they save.
  const jvm = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"];
  const home = env.HOME === undefined || env.HOME === "" ? [] : [`-Duser.home=${env.HOME}`];
  return [...jvm, ...home, "-cp", classPath.join(delimiter), "org.codehaus.janino.SimpleCompiler", program, "Resolver"];
}

function requestFor(artifacts: readonly JarDeclaration[], repositories: readonly Repository[], start: ResolverStart) {
  const { settings } = start.network;
  return {
    repositories,
    artifacts: artifacts.map((artifact) => ({ ...artifact, type: artifact.type ?? "jar" })),
    cacheFolder: start.pomFolder,
    sparkJars: start.sparkJars,
    mavenUserHome: settings.userFolder,
    mavenHome: settings.mavenHome,
    userRepository: settings.userRepository,
    certificates: start.env.SSL_CERT_FILE || undefined,
    proxies: environmentProxies(settings, start.env),
  };
}

function cannotStart(java: string, e: Error) {
  const hint = "Run `ama doctor` to see which Java is used.";
  return error("AMA1525", `The jars cannot be resolved, because Java (${java}) does not start: ${e.message}.`, {
    hint,
  });
}

function ended(code: number | null, errors: string) {
  const said =
    errors
      .split("\n")
      .filter((line) => /Exception|Error|error/.test(line))
      .at(0) ?? errors.trim().split("\n").at(-1);
  const why = said === undefined || said === "" ? "" : `: ${said.trim()}`;
  const how = code === null ? "was ended" : `ended with code ${code}`;
  return error("AMA1525", `The jars cannot be resolved: Maven Resolver ${how}${why}.`, {
    hint: "Try again; report it if it stays.",
  });
}
