import { spawn } from "node:child_process";
import { join } from "node:path";
import { type Counts, countsOf } from "../counts.ts";

/** Plays the acceptance cases, and shows what they print as it comes. */
export async function playCases(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Counts> {
  const command = [join(import.meta.dirname, "../../acceptance.ts"), "-j", "1", ...args];
  const child = spawn(process.execPath, command, { stdio: ["ignore", "pipe", "inherit"], env });
  let printed = "";
  child.stdout.on("data", (chunk: Buffer) => {
    process.stdout.write(chunk);
    printed += chunk.toString("utf8");
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  return countsOf(printed, code);
}
