import { main } from "./cli.ts";
import { processHost } from "./process-host.ts";

/** The whole program, started: its exit code is that of the process. */
export async function run(): Promise<void> {
  process.exitCode = await main(process.argv.slice(2), processHost());
}
