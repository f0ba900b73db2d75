import { join } from "node:path";
import { playProgram } from "../play-program.ts";
import type { PlayedVectors, PlayOptions } from "../play-vectors.ts";
import { pythonForTests } from "../python-environment.ts";
import type { HiveServer } from "./hive-server.ts";
import { runningStatements } from "./running-statements.ts";
import type { Server } from "./server.ts";

/** The servers that run statements. HiveServer2 lets in the user `me` with the password `tops3cret`. */
interface SqlServers {
  readonly hive: Pick<HiveServer, "port" | "webPort">;
  readonly spark: Pick<Server, "port">;
  readonly drill: Pick<Server, "port">;
}

/**
 * Plays the runner vectors in the types whose statements a server runs: the Python worker sends them there. Of what it was
 * cancelled or ended in the midst of, nothing may go on there.
 */
export async function playOnServers(servers: SqlServers, options: PlayOptions): Promise<readonly PlayedVectors[]> {
  const worker = {
    command: [pythonForTests(), "-m", "amaterasu.worker"],
    env: { PYTHONPATH: join(import.meta.dirname, "../../../runtimes/python/src") },
  };
  const inSql = { ...worker, printsNothing: true };
  const hive = { url: `hive2://127.0.0.1:${servers.hive.port}`, auth: "ldap", user: "me", password: "tops3cret" };
  const spark = { url: `hive2://127.0.0.1:${servers.spark.port}` };
  const drill = {
    url: `http://127.0.0.1:${servers.drill.port}`,
    // Without it Drill refuses to join all rows with all, which is how it is kept busy.
    "settings.planner.enable_nljoin_for_scalar_only": "false",
  };
  const runners = [
    { ...inSql, type: "hive", conf: hive },
    { ...inSql, type: "hive", title: "hive (Spark)", conf: spark },
    { ...inSql, type: "drill", conf: drill },
  ];
  const played = await playProgram(worker, runners, options);
  if (played.every(({ passed, failed }) => passed + failed === 0)) return played;
  const left = await runningStatements(servers.hive.webPort, servers.drill.port);
  for (const statement of left) console.log(`still runs: ${statement}`);
  const isFree = left.length === 0;
  console.log(`${isFree ? "✓" : "✗"} nothing is left running on the servers`);
  return [...played, { title: "servers", passed: isFree ? 1 : 0, skipped: 0, failed: isFree ? 0 : 1 }];
}
