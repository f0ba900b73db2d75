import type { Answer, HostClosed, HostHandle, HostMessage } from "../engine/ports.ts";
import type { StartedProcess } from "../model/launch-spec.ts";
import { reasonOf, type Result } from "../model/result.ts";
import type { Invitation } from "../protocol/invitation.ts";
import type { Accepted } from "../protocol/messages/answers.ts";
import type { RunnerSession } from "../protocol/session.ts";
import { told } from "./told.ts";

/** How long a host that was asked to end, and whose connection is gone, may still take. */
const endMs = 5_000;

export interface SessionHostOptions {
  /** How long it may take to dial; one that has not by then is ended. */
  readonly startLimitMs: number;
  /** Adds what is known of a process that went away by itself or never dialled, such as the last lines of its log. */
  readonly explain: (reason: string) => Promise<string>;
}

/** A started process that dials the leader, as the engine sees it. */
export function sessionHost(
  process: StartedProcess,
  invitation: Invitation,
  { startLimitMs, explain }: SessionHostOptions,
): HostHandle {
  const end: End = { asked: false, reason: undefined, late: undefined };
  const session = sessionOf(process, invitation);
  endIfLate(process, invitation, session, startLimitMs, end);
  const closed = whenClosed(process, session, end, explain);
  const withSession = async (use: (session: RunnerSession) => Promise<unknown>): Promise<void> => {
    const opened = await session;
    if (opened.ok) await use(opened.value);
  };
  const answerOf = async (ask: (session: RunnerSession) => Promise<Result<Accepted>>): Promise<Answer> => {
    const opened = await session;
    const answer = opened.ok ? await ask(opened.value) : opened;
    return answer.ok ? answer.value : { state: "gone", reason: reasonOf(answer) };
  };
  return {
    pid: process.pid,
    closed,
    messages: () => messagesOf(session),
    run: (request) => answerOf((open) => open.request("run", request)),
    compile: (request) => withSession((open) => open.request("compile", request)),
    cancel: (attempt, graceMs) => answerOf((open) => open.request("cancel", { attempt, graceMs })),
    release: (action, name) => withSession((open) => open.request("release", { action, name })),
    acknowledge: (seq) => void session.then((opened) => opened.ok && seq > 0 && opened.value.acknowledge(seq)),
    async shutdown(graceMs) {
      end.asked = true;
      await withSession((open) => open.request("shutdown", { graceMs }));
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

/** Why a process ends. */
interface End {
  /** Whether this leader has asked for it, and for what reason. */
  asked: boolean;
  reason: string | undefined;
  /** What it has exceeded where it was ended because it never dialled. */
  late: string | undefined;
}

/** The session, or the reason why none will come: also when the process ends before it has dialled. */
async function sessionOf(process: StartedProcess, invitation: Invitation): Promise<Result<RunnerSession>> {
  void process.exited.then(() => invitation.withdraw());
  return invitation.session;
}

/** A process that hangs before it dials would keep its run waiting for ever. */
function endIfLate(
  process: StartedProcess,
  invitation: Invitation,
  session: Promise<Result<RunnerSession>>,
  limitMs: number,
  end: End,
): void {
  const timer = setTimeout(() => {
    end.late = `it did not connect within ${limitMs / 1000} s`;
    void invitation.withdraw();
    process.kill("SIGKILL");
  }, limitMs);
  void session.then(() => clearTimeout(timer));
}

async function whenClosed(
  process: StartedProcess,
  session: Promise<Result<RunnerSession>>,
  end: Readonly<End>,
  explain: (reason: string) => Promise<string>,
): Promise<HostClosed> {
  const opened = await session;
  if (opened.ok) {
    const last = await opened.value.closed;
    // A host whose connection is gone has nobody to work for; one that hangs is ended.
    if (last.is !== "closed" && !end.asked) setTimeout(() => process.kill("SIGKILL"), endMs).unref();
  }
  const how = await process.exited;
  return { asked: end.asked, reason: end.reason ?? (end.asked ? how : await explain(end.late ?? how)) };
}

async function* messagesOf(session: Promise<Result<RunnerSession>>): AsyncGenerator<HostMessage> {
  const opened = await session;
  if (!opened.ok) return;
  const { runner, version } = opened.value.runner;
  yield { seq: 0, body: { type: "host.ready", runner, version } };
  for await (const message of opened.value.messages()) yield { seq: message.params.seq, body: told(message) };
}
