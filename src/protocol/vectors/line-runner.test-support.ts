import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { dialLeader } from "../client.ts";
import { connectTo } from "../dial.ts";
import type { Answer } from "../messages/answers.ts";
import type { RunnerClient } from "../runner-client.ts";
import type { Asked } from "../serving.ts";

/**
 * A runner on this program's own client, of a language with a statement per line: `print`, `warn`, `sleep`, `long`. Started as a process: `node line-runner.test-support.ts`.
 */
class LineRunner {
  readonly #results = new Map<string, Answer<"run">>();
  readonly #aborts = new Map<string, AbortController>();

  run(asked: Asked<"run">, client: RunnerClient): Answer<"run"> {
    const known = this.#results.get(asked.attempt);
    if (known !== undefined) return known;
    this.#results.set(asked.attempt, { state: "running" });
    const abort = new AbortController();
    this.#aborts.set(asked.attempt, abort);
    void this.#execute(asked, client, abort.signal);
    return { state: "accepted" };
  }

  cancel({ attempt }: Asked<"cancel">): Answer<"cancel"> {
    if (this.#results.get(attempt)?.state !== "running") return { state: "ended" };
    this.#aborts.get(attempt)?.abort();
    return { state: "accepted" };
  }

  async #execute(asked: Asked<"run">, client: RunnerClient, signal: AbortSignal): Promise<void> {
    const { attempt } = asked;
    const result = await this.#statements(asked, client, signal);
    this.#results.set(attempt, { state: "ended", result });
    client.tell({ method: "ended", params: { attempt, ...result } });
  }

  async #statements(
    { attempt, source, firstLine }: Asked<"run">,
    client: RunnerClient,
    signal: AbortSignal,
  ): Promise<NonNullable<Answer<"run">["result"]>> {
    const lines = source !== undefined && "inline" in source ? source.inline.split("\n") : [];
    for (const [index, text] of lines.entries()) {
      const line = firstLine + index;
      client.tell({ method: "statement.started", params: { attempt, index, line, endLine: line } });
      const [verb = "", argument = "", times = "1"] = text.split(" ");
      const stream = verb === "warn" ? "stderr" : "stdout";
      const printed = `${argument.repeat(Number(times))}\n`;
      if (verb === "print" || verb === "warn")
        client.tell({ method: "output", params: { attempt, stream, text: printed } });
      if (verb === "sleep") await sleep(Number(argument), undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return { status: "cancelled", clean: true };
      const value = verb === "long" ? { name: "long", value: "x".repeat(Number(argument)) } : {};
      client.tell({ method: "statement.finished", params: { attempt, index, ms: 0, ...value } });
    }
    return { status: "succeeded" };
  }
}

const runner = new LineRunner();
const dialled = await dialLeader({
  connect: () => connectTo(process.env["AMA_ADDRESS"] ?? ""),
  token: readFileSync(process.env["AMA_TOKEN_FILE"] ?? "", "utf8"),
  facts: { runner: "lines", version: "1", types: ["lines"], capacity: 4 },
  handlers: {
    run: (asked, client) => runner.run(asked, client),
    cancel: (asked) => runner.cancel(asked),
    shutdown: () => {
      setTimeout(() => process.exit(0), 50);
      return {};
    },
  },
});
if (!dialled.ok) process.exit(1);
await dialled.value.ended;
process.exit(0);
