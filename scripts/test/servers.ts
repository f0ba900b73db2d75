import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toolchain } from "../toolchain.ts";
import type { Counts } from "./counts.ts";
import { sumUp } from "./play-vectors.ts";
import { playCases } from "./servers/cases.ts";
import { startDirectory } from "./servers/directory-server.ts";
import { startDrill } from "./servers/drill-server.ts";
import { startHiveServer } from "./servers/hive-server.ts";
import type { Server } from "./servers/server.ts";
import { startSparkThriftServer } from "./servers/spark-thrift-server.ts";
import { playOnServers } from "./servers/vectors.ts";

/**
 * Plays the acceptance cases of `servers/`, and the runner vectors in the types whose statements a server runs, against
 * servers that are started for it: HiveServer2 with a directory that knows one password, Spark's server, which speaks
 * HiveServer2's protocol, and Drill. Arguments are those of scripts/acceptance.ts, or names of vectors; with names of
 * cases no vectors are played, and no cases with those of vectors.
 */
const { spark: installed, java } = toolchain();
const folder = mkdtempSync(join(tmpdir(), "ama-servers-"));
const launcher = { java: join(java.home, "bin/java"), sparkHome: installed.home };
const started: Promise<Server>[] = [];

function start<S extends Server>(server: Promise<S>): Promise<S> {
  started.push(server);
  return server;
}

async function play(): Promise<number> {
  const directory = start(startDirectory(join(folder, "directory"), "me", "tops3cret"));
  const noSasl = { "hive.server2.authentication": "NOSASL" };
  const [hive, spark, sparkNoSasl, drill] = await Promise.all([
    start(directory.then((one) => startHiveServer(join(folder, "hive"), one))),
    start(startSparkThriftServer(launcher, join(folder, "spark"), {})),
    start(startSparkThriftServer(launcher, join(folder, "spark-nosasl"), noSasl)),
    start(startDrill(join(folder, "drill"))),
  ]);
  const env = {
    ...process.env,
    HIVESERVER2_PORT: String(hive.port),
    HIVESERVER2_HTTP_PORT: String(hive.httpPort),
    HIVESERVER2_WEB_PORT: String(hive.webPort),
    HIVE_PORT: String(spark.port),
    HIVE_NOSASL_PORT: String(sparkNoSasl.port),
    DRILL_PORT: String(drill.port),
  };
  const given = process.argv.slice(2);
  const [names, others] = [given.filter(isVector), given.filter((one) => !isVector(one))];
  const cases = others.filter((one) => !one.startsWith("-"));
  const inCases = names.length > 0 ? none : await playCases(cases.length > 0 ? others : ["servers/", ...others], env);
  const only = names.length > 0 ? { only: names } : {};
  const options = { transcript: true, ...only };
  const vectors = cases.length > 0 ? [] : await playOnServers({ hive, spark, drill }, options);
  const isConform = vectors.length === 0 || sumUp(vectors) === 0;
  const sum = (of: "passed" | "failed") => vectors.reduce((total, each) => total + each[of], inCases[of]);
  console.log(`servers: ${sum("passed")} passed, ${sum("failed")} failed`);
  return sum("failed") === 0 && isConform ? 0 : 1;
}

const none: Counts = { passed: 0, failed: 0 };

function isVector(name: string): boolean {
  return name.startsWith("runner-");
}

try {
  process.exitCode = await play();
} finally {
  for (const one of await Promise.allSettled(started)) {
    const lost = one.status === "fulfilled" ? await one.value.stop() : undefined;
    if (lost !== undefined) console.error(lost);
  }
  rmSync(folder, { recursive: true, force: true });
}
