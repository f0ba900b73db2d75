import type { Event, EventBody, HostId } from "../model/event.ts";
import type { Plan } from "../model/plan.ts";
import type { AttemptState, HostState, RunState } from "../model/run-state.ts";
import { attemptContext } from "./attempt-context.ts";
import { openCompileAhead } from "./compile-ahead.ts";
import { hasEnded } from "./core/fold-attempt.ts";
import { isGone } from "./core/fold-host.ts";
import { type HostLink, type LinkPorts, openLink } from "./host-link.ts";
import { indexOf } from "./core/plan-index.ts";
import type { HostHandle, HostRequest } from "./ports.ts";

export interface LinksPorts extends LinkPorts {
  readonly plan: Plan;
  readonly epoch: number;
  /** Hosts that were there when this leader took over: to be found, not started. */
  readonly inherited: ReadonlySet<HostId>;
  readonly happened: (body: EventBody) => void;
}

/**
 * Performs the intents of the state on hosts: whatever it says is wanted and this leader has not done yet. A leader that
 * takes over has done nothing yet, so the same code brings the world in line with the record after a crash.
 */
export function openHostLinks(shell: LinksPorts) {
  const links = new Map<HostId, HostLink | "starting">();
  const ahead = openCompileAhead(shell);
  /** What becomes of a host that comes to life when this leader leads no more. */
  let late: ((handle: HostHandle) => void) | undefined;

  async function connect(host: HostState): Promise<void> {
    const planned = indexOf(shell.plan).hosts.get(host.planned);
    if (planned === undefined) throw new Error(`the plan has no host ${host.planned}`);
    const request = { run: shell.run, id: host.id, planned, epoch: shell.epoch };
    if (!shell.inherited.has(host.id)) return start(request);
    const handle = await shell.ports.hosts.find(request);
    if (handle !== undefined) return attach(host.id, handle);
    if (host.life.is === "requested") return start(request);
    const type = host.life.is === "ending" ? "host.ended" : "host.lost";
    shell.happened({ type, host: host.id, reason: "it ended while the run had no leader" });
  }

  async function start(request: HostRequest): Promise<void> {
    const started = await shell.ports.hosts.start(request);
    if (started.is === "started") attach(request.id, started.handle);
    else if (started.is === "failed") shell.happened({ type: "host.failed", host: request.id, error: started.error });
  }

  function attach(host: HostId, handle: HostHandle): void {
    if (late !== undefined) return late(handle);
    links.set(host, openLink(host, handle, shell.inherited.has(host), shell));
    const { pid, address } = handle;
    const where = { ...(pid === undefined ? {} : { pid }), ...(address === undefined ? {} : { address }) };
    shell.happened({ type: "host.started", host, ...where });
  }

  function followHost(host: HostState): void {
    // What is gone may be a warm host that somebody else uses by now.
    if (isGone(host)) return void links.delete(host.id);
    const link = links.get(host.id);
    if (link === undefined) {
      links.set(host.id, "starting");
      shell.background(connect(host));
    }
    if (link === undefined || link === "starting") return;
    if (host.life.is === "ending") link.end(host.life.how, host.life.reason);
  }

  function followAttempt(state: RunState, attempt: AttemptState): void {
    const host = state.hosts.get(attempt.host);
    const link = links.get(attempt.host);
    if (link === undefined || link === "starting" || host?.life.is !== "ready") return;
    const { stop } = attempt;
    if (stop.is === "asked" || stop.is === "overdue") return link.cancel(attempt.id, stop.graceMs);
    if (link.hasSent(attempt.id)) return;
    const action = indexOf(shell.plan).actions.get(attempt.action);
    if (action === undefined) throw new Error(`the plan has no action ${attempt.action}`);
    const context = attemptContext(shell.plan, state, attempt, shell.epoch, shell.ports.clock.now());
    link.run(attempt.id, shell.ports.framework.requestFor(action, context));
  }

  function release(state: RunState, event: Event): void {
    if (event.type !== "dataset.released") return;
    const attempt = state.actions.get(event.action)?.attempts.findLast((id) => isSucceeded(state, id));
    const link = links.get(state.attempts.get(attempt ?? "")?.host ?? "");
    if (link === undefined || link === "starting") return;
    shell.background(link.handle.release(event.action, event.name));
  }

  return {
    /** Does what the durable state asks for; `committed` are the events that made it so. */
    follow(state: RunState, committed: readonly Event[]): void {
      for (const event of committed) release(state, event);
      for (const host of state.hosts.values()) followHost(host);
      for (const attempt of state.attempts.values()) if (!hasEnded(attempt)) followAttempt(state, attempt);
      ahead.follow(state, links);
    },
    acknowledge(host: HostId, seq: number): void {
      const link = links.get(host);
      if (link !== undefined && link !== "starting") link.handle.acknowledge(seq);
    },
    /** Another leader has the hosts now. */
    detach(): void {
      late = (handle) => handle.detach();
      for (const link of links.values()) if (link !== "starting") link.handle.detach();
    },
    /** The run has ended, and so has every host, but for one that may still be on its way into life. */
    close(): void {
      late = (handle) => void handle.kill("its run has ended");
    },
    /** Nothing of the run may outlive it, nor come to life after it. Returns when all is gone or has had its time. */
    async killAll(reason: string): Promise<void> {
      late = (handle) => void handle.kill(reason);
      const open = [...links.values()].filter((link) => link !== "starting");
      const gone = Promise.all(open.map((link) => Promise.all([link.handle.kill(reason), link.handle.closed])));
      const { clock } = shell.ports;
      let takeBack = () => {};
      const waited = new Promise<void>((resolve) => (takeBack = clock.timer(clock.now() + killMs, resolve)));
      await Promise.race([gone, waited]);
      takeBack();
    },
  };
}

/** How long a killed host is waited for. */
const killMs = 10_000;

function isSucceeded(state: RunState, attempt: string): boolean {
  return state.attempts.get(attempt)?.life.is === "succeeded";
}
