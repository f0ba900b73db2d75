import { mkdirSync } from "node:fs";
import { error } from "../../diagnostics/report.ts";
import { failed, type Result } from "../../model/result.ts";
import { listenForRunners, type RunnerServer } from "../../protocol/server.ts";

/** A server that is opened when the first host asks for it: a run without hosts listens nowhere. */
export function lazyRunnerServer(tokenDirectory: string): {
  readonly get: (epoch: number) => Promise<Result<RunnerServer>>;
  readonly close: () => Promise<void>;
} {
  let opened: Promise<Result<RunnerServer>> | undefined;
  return {
    async get(epoch) {
      try {
        mkdirSync(tokenDirectory, { recursive: true, mode: 0o700 });
      } catch (problem) {
        if (!(problem instanceof Error)) throw problem;
        return failed(error("AMA1912", `The folder of runners' tokens cannot be made: ${problem.message}.`));
      }
      opened ??= listenForRunners({ epoch, tokenDirectory });
      return opened;
    },
    async close() {
      const server = await opened;
      if (server?.ok) await server.value.close();
    },
  };
}
