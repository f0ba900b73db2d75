import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toolchain } from "../toolchain.ts";
import { startDrill } from "./servers/drill-server.ts";
import { startHiveServer } from "./servers/hive-server.ts";
import type { Server } from "./servers/server.ts";
import { startSparkThriftServer } from "./servers/spark-thrift-server.ts";

/**
 * Plays the acceptance cases of `servers/` against servers that are started for it. `hive` actions are tried on Spark's
 * server, which speaks HiveServer2's protocol; `AMA_HIVE_SERVER=hive` has HiveServer2 itself, for which 300 MB are
 * fetched the first time. Arguments are those of scripts/acceptance.ts.
 */
const { spark, java } = toolchain();
const folder = mkdtempSync(join(tmpdir(), "ama-servers-"));
const launcher = { java: join(java.home, "bin/java"), sparkHome: spark.home };
const started: Promise<Server>[] = [];

function start(server: Promise<Server>): Promise<Server> {
  started.push(server);
  return server;
}

async function play(): Promise<number> {
  const isReal = process.env["AMA_HIVE_SERVER"] === "hive";
  const http = { "hive.server2.transport.mode": "http" };
  const [binary, byHttp, drill] = await Promise.all([
    start(
      isReal ? startHiveServer(join(folder, "hive"), {}) : startSparkThriftServer(launcher, join(folder, "binary"), {}),
    ),
    start(
      isReal
        ? startHiveServer(join(folder, "hive-http"), http)
        : startSparkThriftServer(launcher, join(folder, "http"), http),
    ),
    start(startDrill(join(folder, "drill"))),
  ]);
  const env = {
    ...process.env,
    HIVE_PORT: String(binary.port),
    HIVE_HTTP_PORT: String(byHttp.port),
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
  for (const one of await Promise.allSettled(started)) if (one.status === "fulfilled") await one.value.stop();
  rmSync(folder, { recursive: true, force: true });
}
