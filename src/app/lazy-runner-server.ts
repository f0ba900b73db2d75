import { mkdirSync } from "node:fs";
import type { Result } from "../model/result.ts";
import { listenForRunners, type RunnerServer } from "../protocol/server.ts";

/** A server that is opened when the first host asks for it: a run without hosts listens nowhere. */
export function lazyRunnerServer(tokenDirectory: string): {
  readonly get: (epoch: number) => Promise<Result<RunnerServer>>;
  readonly close: () => Promise<void>;
} {
  let opened: Promise<Result<RunnerServer>> | undefined;
  return {
    get(epoch) {
      mkdirSync(tokenDirectory, { recursive: true, mode: 0o700 });
      opened ??= listenForRunners({ epoch, tokenDirectory });
      return opened;
    },
    async close() {
      const server = await opened;
      if (server?.ok) await server.value.close();
    },
  };
}
