import { openHostMessages } from "../../engine/host-messages.ts";
import type { HostClosed, HostHandle } from "../../engine/ports.ts";
import type { AttemptId } from "../../model/event.ts";
import { version } from "../../model/version.ts";
import { unwritten } from "../unwritten.ts";
import { type ShellAttempt, type ShellParts, startShellAttempt } from "./shell-attempt.ts";

/** Runs shell actions in the leader: as a host like any other, but for the connection, which it needs none. */
export function shellHost(parts: ShellParts): HostHandle {
  const messages = openHostMessages();
  const running = new Map<AttemptId, ShellAttempt>();
  const over = new Set<AttemptId>();
  let settle: (closed: HostClosed) => void = () => {};
  const closed = new Promise<HostClosed>((resolve) => (settle = resolve));
  messages.tell({ type: "host.ready", runner: "shell", version });

  async function end(graceMs: number, reason: string): Promise<void> {
    const left = [...running.values()];
    for (const attempt of left) attempt.cancel(graceMs);
    await Promise.all(left.map((attempt) => attempt.ended));
    messages.end();
    settle({ asked: true, reason });
  }

  async function noteEnd(id: AttemptId, { ended }: ShellAttempt): Promise<void> {
    await ended;
    running.delete(id);
    over.add(id);
  }

  return {
    closed,
    messages: () => messages.read(),
    async run(request) {
      if (running.has(request.attempt)) return { state: "running" };
      if (over.has(request.attempt)) return { state: "ended" };
      try {
        const attempt = startShellAttempt(request, parts, messages);
        running.set(request.attempt, attempt);
        void noteEnd(request.attempt, attempt);
        return { state: "accepted" };
      } catch (cause) {
        return { state: "refused", reason: `What the script is to read cannot be written: ${unwritten(cause)}` };
      }
    },
    async compile() {},
    async cancel(attempt, graceMs) {
      const found = running.get(attempt);
      found?.cancel(graceMs);
      return { state: found === undefined ? "ended" : "accepted" };
    },
    async release() {},
    acknowledge() {},
    shutdown: (graceMs) => end(graceMs, "it was asked to end"),
    kill: (reason) => end(0, reason),
    detach() {},
  };
}
