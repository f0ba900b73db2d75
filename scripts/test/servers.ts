import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toolchain } from "../toolchain.ts";
import { startDirectory } from "./servers/directory-server.ts";
import { startDrill } from "./servers/drill-server.ts";
import { startHiveServer } from "./servers/hive-server.ts";
import type { Server } from "./servers/server.ts";
import { startSparkThriftServer } from "./servers/spark-thrift-server.ts";

/**
 * Plays the acceptance cases of `servers/` against servers that are started for it: HiveServer2 with a directory that
 * knows one password, Spark's server, which speaks HiveServer2's protocol, and Drill. Arguments are those of
 * scripts/acceptance.ts.
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
  const args = given.some((one) => !one.startsWith("-")) ? given : ["servers/", ...given];
  const command = [join(import.meta.dirname, "../acceptance.ts"), "-j", "1", ...args];
  return spawnSync(process.execPath, command, { stdio: "inherit", env }).status ?? 1;
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
