import type { AttemptId, EventBody, HostId } from "../model/event.ts";
import type { Told } from "./admit.ts";
import { refusedError } from "./core/errors.ts";
import type { Answer, HostClosed, HostHandle, HostMessage, Ports, Requested } from "./ports.ts";
import type { RunRequest } from "../protocol/messages/requests.ts";
import { openPrinting } from "./printing.ts";

/** What a link tells the leader. */
export type LinkNews =
  | { readonly is: "told"; readonly host: HostId; readonly told: Told }
  | { readonly is: "heard"; readonly host: HostId; readonly seq: number }
  | { readonly is: "closed"; readonly host: HostId; readonly closed: HostClosed }
  | {
      readonly is: "output-failed";
      readonly error: Extract<Awaited<ReturnType<Ports["output"]["append"]>>, { is: "failed" }>;
    };

export interface LinkPorts {
  readonly run: string;
  readonly ports: Ports;
  readonly tell: (news: LinkNews) => void;
  readonly room: () => Promise<void>;
  /** Runs in the background; a rejection is a bug and ends the run. */
  readonly background: (work: Promise<void>) => void;
}

/** A connected host and what this leader has asked of it. */
export interface HostLink {
  readonly handle: HostHandle;
  /** Sends the attempt when its request is made, unless it was withdrawn meanwhile. */
  run(attempt: AttemptId, request: Promise<Requested<RunRequest>>): void;
  hasSent(attempt: AttemptId): boolean;
  cancel(attempt: AttemptId, graceMs: number): void;
  end(how: "shutdown" | "kill", reason: string): void;
}

/** `isInherited`: an earlier leader may have sent it attempts that this one knows only from the record. */
export function openLink(host: HostId, handle: HostHandle, isInherited: boolean, link: LinkPorts): HostLink {
  const requests = new Map<AttemptId, "preparing" | "sent" | "withdrawn">();
  const cancelled = new Set<AttemptId>();
  const ended = new Set<string>();
  const tell = (told: Told) => link.tell({ is: "told", host, told });
  const fail = (attempt: AttemptId, error: Extract<EventBody, { type: "attempt.ended" }>["error"]) =>
    tell({ type: "attempt.ended", attempt, status: "failed", ...(error === undefined ? {} : { error }) });

  async function send(attempt: AttemptId, requested: Promise<Requested<RunRequest>>): Promise<void> {
    const made = await requested;
    if (requests.get(attempt) === "withdrawn") return tell(stopped(attempt));
    requests.set(attempt, "sent");
    if (made.is === "failed") return fail(attempt, made.error);
    const answer = await handle.run(made.request);
    if (answer.state === "refused") fail(attempt, refusedError(answer.reason ?? "it gave no reason"));
    else if (answer.state !== "gone") tell({ type: "attempt.started", attempt });
  }

  async function askToStop(attempt: AttemptId, graceMs: number): Promise<void> {
    const answer: Answer = await handle.cancel(attempt, graceMs);
    if (answer.state === "refused") tell(stopped(attempt));
  }

  link.background(pump(host, handle, link));
  return {
    handle,
    run(attempt, request) {
      requests.set(attempt, "preparing");
      link.background(send(attempt, request));
    },
    hasSent: (attempt) => requests.has(attempt),
    cancel(attempt, graceMs) {
      if (cancelled.has(attempt)) return;
      cancelled.add(attempt);
      const request = requests.get(attempt);
      if (request === "preparing") requests.set(attempt, "withdrawn");
      else if (request === undefined && !isInherited) tell(stopped(attempt));
      else link.background(askToStop(attempt, graceMs));
    },
    end(how, reason) {
      if (ended.has(how)) return;
      ended.add(how);
      link.background(how === "kill" ? handle.kill(reason) : handle.shutdown(shutdownGraceMs));
    },
  };
}

/** What a host gets to end its children in good order. */
const shutdownGraceMs = 5_000;

/** It had not begun, so nothing of it is left. */
function stopped(attempt: AttemptId): Told {
  return { type: "attempt.ended", attempt, status: "cancelled", clean: true, left: [] };
}

/** Hands on all that the host tells, then that it is gone. Reads on only when there is room. */
async function pump(host: HostId, handle: HostHandle, link: LinkPorts): Promise<void> {
  const printing = openPrinting(link.run, link.ports);
  let lastSeq = -1;
  for await (const message of handle.messages()) {
    if (message.seq <= lastSeq) continue;
    lastSeq = message.seq;
    for (const told of await tellingsOf(message, printing, link)) link.tell({ is: "told", host, told });
    link.tell({ is: "heard", host, seq: message.seq });
    await link.room();
  }
  const rest = await printing.endAll();
  if (rest.is === "failed") link.tell({ is: "output-failed", error: rest.failure });
  else for (const told of rest.ranges) link.tell({ is: "told", host, told });
  link.tell({ is: "closed", host, closed: await handle.closed });
}

async function tellingsOf(
  { body }: HostMessage,
  printing: ReturnType<typeof openPrinting>,
  link: LinkPorts,
): Promise<readonly Told[]> {
  if (body.type !== "printed" && body.type !== "attempt.ended") return [body];
  const kept = body.type === "printed" ? await printing.print(body) : await printing.end(body.attempt);
  if (kept.is === "failed") {
    link.tell({ is: "output-failed", error: kept.failure });
    return [];
  }
  return body.type === "printed" ? kept.ranges : [...kept.ranges, body];
}
