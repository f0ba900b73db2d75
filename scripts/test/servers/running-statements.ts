import { setTimeout as sleep } from "node:timers/promises";
import * as v from "valibot";

/** How long a server may take to end what was cancelled, in milliseconds. */
const LIMIT_MS = 10_000;

const ofHive = v.array(v.object({ queryDisplay: v.object({ queryString: v.string() }) }));
const ofDrill = v.object({ runningQueries: v.array(v.object({ query: v.string() })) });

/**
 * The statements that HiveServer2 and Drill still run a while after nobody asks for them any more. Spark's server has no
 * page that tells; with its one core it would keep the next vector waiting.
 */
export async function runningStatements(hiveWebPort: number, drillPort: number): Promise<readonly string[]> {
  const until = Date.now() + LIMIT_MS;
  let found = await running(hiveWebPort, drillPort);
  while (found.length > 0 && Date.now() < until) {
    await sleep(200);
    found = await running(hiveWebPort, drillPort);
  }
  return found;
}

async function running(hiveWebPort: number, drillPort: number): Promise<readonly string[]> {
  const hive = v.parse(ofHive, await told(`http://127.0.0.1:${hiveWebPort}/api/v1/queries/active`));
  const drill = v.parse(ofDrill, await told(`http://127.0.0.1:${drillPort}/profiles/running.json`));
  return [...hive.map((one) => one.queryDisplay.queryString), ...drill.runningQueries.map((one) => one.query)];
}

async function told(url: string): Promise<unknown> {
  const answer = await fetch(url);
  return answer.json();
}
