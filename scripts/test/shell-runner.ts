import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import type { HostTells } from "../../src/engine/ports.ts";
import { openScriptFiles } from "../../src/frameworks/shell/script-files.ts";
import { shellHost } from "../../src/frameworks/shell/shell-host.ts";
import { dialLeader } from "../../src/protocol/client.ts";
import { connectTo } from "../../src/protocol/dial.ts";
import type { Answer } from "../../src/protocol/messages/answers.ts";
import { notifications } from "../../src/protocol/messages/notifications.ts";
import type { RunnerClient } from "../../src/protocol/runner-client.ts";

/** The shell runner of the leader as a process of its own, so that the vectors can be played against it, too. */
const { AMA_ADDRESS: address = "", AMA_TOKEN_FILE: tokenFile = "", ...env } = process.env;
const token = readFileSync(tokenFile, "utf8");
const results = new Map<string, Answer<"run">>();
const outcome = v.omit(notifications.ended, ["seq", "attempt"]);
const host = shellHost({
  cwd: process.cwd(),
  files: openScriptFiles(mkdtempSync(join(tmpdir(), "ama-shell-runner-"))),
  env: Object.fromEntries(Object.entries(env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]))),
  trace: join(import.meta.dirname, "../../runtimes/shell/trace.bash"),
});

function tell(client: RunnerClient, body: HostTells): void {
  switch (body.type) {
    case "printed":
      return client.tell({ method: "output", params: { attempt: body.attempt, stream: body.stream, text: body.text } });
    case "statement.started": {
      const { type: method, ...params } = body;
      return client.tell({ method, params });
    }
    case "statement.finished": {
      const { type: method, attempt, index, ms } = body;
      return client.tell({ method, params: { attempt, index, ms } });
    }
    case "published":
      return client.tell({ method: "published", params: { attempt: body.attempt, ...body.dataset } });
    case "attempt.ended": {
      const { type: _, attempt, ...ended } = body;
      const result = v.parse(outcome, JSON.parse(JSON.stringify(ended)));
      results.set(attempt, { state: "ended", result });
      return client.tell({ method: "ended", params: { attempt, ...result } });
    }
    default:
  }
}

let isRelaying = false;
async function relay(client: RunnerClient): Promise<void> {
  if (isRelaying) return;
  isRelaying = true;
  for await (const { body } of host.messages()) {
    tell(client, body);
    await client.roomFor(4 * 1024 * 1024);
  }
}

const dialled = await dialLeader({
  connect: () => connectTo(address),
  token,
  facts: { runner: "shell", version: "1", types: ["shell"], capacity: 4 },
  handlers: {
    async run(asked, client) {
      void relay(client);
      const answer = await host.run(asked);
      return answer.state === "gone" ? { state: "refused" } : (results.get(asked.attempt) ?? answer);
    },
    async cancel({ attempt, graceMs }) {
      const answer = await host.cancel(attempt, graceMs);
      return answer.state === "gone" ? { state: "refused" } : answer;
    },
    shutdown({ graceMs }) {
      void host.shutdown(graceMs).then(() => process.exit(0));
      return {};
    },
  },
});
if (!dialled.ok) process.exit(1);
await dialled.value.ended;
await host.kill("the leader is gone");
process.exit(0);
