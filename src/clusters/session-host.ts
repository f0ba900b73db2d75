import type { HostClosed, HostHandle, HostMessage, HostTells } from "../engine/ports.ts";
import type { StartedProcess } from "../model/launch-spec.ts";
import type { Result } from "../model/result.ts";
import type { RunnerMessage } from "../protocol/messages.ts";
import type { Invitation } from "../protocol/server.ts";
import type { RunnerSession } from "../protocol/session.ts";

/** How long a host that was asked to end, and whose connection is gone, may still take. */
const endMs = 5_000;

/**
 * A started process that dials the leader, as the engine sees it. `explain` adds what is known of a process that went
 * away by itself, such as the last lines of its log.
 */
export function sessionHost(
  process: StartedProcess,
  invitation: Invitation,
  explain: (reason: string) => Promise<string>,
): HostHandle {
  const session = sessionOf(process, invitation);
  const end = { asked: false, reason: undefined as string | undefined };
  const closed = whenClosed(process, session, end, explain);
  const withSession = async <T>(use: (session: RunnerSession) => Promise<T>, otherwise: T): Promise<T> => {
    const opened = await session;
    return opened.ok ? use(opened.value) : otherwise;
  };
  return {
    pid: process.pid,
    closed,
    messages: () => messagesOf(session),
    run: (request) =>
      withSession(
        async (open) => {
          const answer = await open.request("run", request);
          return answer.ok ? answer.value : { state: "gone", reason: reasonOf(answer) };
        },
        { state: "gone", reason: "the host did not connect" },
      ),
    compile: (request) => withSession(async (open) => void (await open.request("compile", request)), undefined),
    cancel: (attempt, graceMs) =>
      withSession(async (open) => void (await open.request("cancel", { attempt, graceMs })), undefined),
    release: (action, name) =>
      withSession(async (open) => void (await open.request("release", { action, name })), undefined),
    acknowledge: (seq) => void session.then((opened) => opened.ok && seq > 0 && opened.value.acknowledge(seq)),
    async shutdown(graceMs) {
      end.asked = true;
      await withSession(async (open) => void (await open.request("shutdown", { graceMs })), undefined);
      setTimeout(() => process.kill("SIGKILL"), graceMs + endMs).unref();
    },
    async kill(reason) {
      end.asked = true;
      end.reason = reason;
      await invitation.withdraw();
      process.kill("SIGKILL");
      await process.exited;
    },
    detach: () => void session.then((opened) => opened.ok && opened.value.close()),
  };
}

/** The session, or the reason why none will come: also when the process ends before it has dialled. */
async function sessionOf(process: StartedProcess, invitation: Invitation): Promise<Result<RunnerSession>> {
  void process.exited.then(() => invitation.withdraw());
  return invitation.session;
}

async function whenClosed(
  process: StartedProcess,
  session: Promise<Result<RunnerSession>>,
  end: { readonly asked: boolean; readonly reason: string | undefined },
  explain: (reason: string) => Promise<string>,
): Promise<HostClosed> {
  const opened = await session;
  if (opened.ok) {
    const last = await opened.value.closed;
    // A host whose connection is gone has nobody to work for; one that hangs is ended.
    if (last.is !== "closed" && !end.asked) setTimeout(() => process.kill("SIGKILL"), endMs).unref();
  }
  const how = await process.exited;
  return { asked: end.asked, reason: end.reason ?? (end.asked ? how : await explain(how)) };
}

async function* messagesOf(session: Promise<Result<RunnerSession>>): AsyncGenerator<HostMessage> {
  const opened = await session;
  if (!opened.ok) return;
  const { runner, version } = opened.value.runner;
  yield { seq: 0, body: { type: "host.ready", runner, version } };
  for await (const message of opened.value.messages()) yield { seq: message.params.seq, body: told(message) };
}

/** The runner's message in the engine's words. */
function told({ method, params }: RunnerMessage): HostTells {
  switch (method) {
    case "output":
      return { type: "printed", attempt: params.attempt, stream: params.stream, text: params.text };
    case "statement.finished": {
      const { seq: _, type, ...rest } = params;
      return { type: method, ...rest, ...(type === undefined ? {} : { valueType: type }) };
    }
    case "published": {
      const { seq: _, attempt, ...dataset } = params;
      return { type: method, attempt, dataset };
    }
    case "ended": {
      const { seq: _, ...rest } = params;
      return { type: "attempt.ended", ...rest };
    }
    case "statement.started": {
      const { seq: _, ...rest } = params;
      return { type: method, ...rest };
    }
    case "progress": {
      const { seq: _, ...rest } = params;
      return { type: method, ...rest };
    }
    case "log": {
      const { seq: _, ...rest } = params;
      return { type: method, ...rest };
    }
  }
}

function reasonOf(result: Result<unknown>): string {
  return result.diagnostics.map((d) => d.message).join(" ");
}
