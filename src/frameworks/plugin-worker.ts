import { join } from "node:path";
import type { RunnerPlugin } from "../model/runner-plugin.ts";
import type { Worker } from "../protocol/messages/attempt.ts";

/** How a runner that a job brings along is started; words of its command that begin with `./` are files beside its manifest. */
export function pluginWorker({ manifest, folder }: RunnerPlugin): Worker {
  const command = manifest.command.map((word) => (word.startsWith("./") ? join(folder, word) : word));
  return { command, env: { ...manifest.env } };
}
