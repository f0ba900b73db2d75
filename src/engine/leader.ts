import type { Diagnostic } from "../model/diagnostic.ts";
import type { Event, EventBody, HostId, RunStatus } from "../model/event.ts";
import type { Plan } from "../model/plan.ts";
import type { RunState } from "../model/run-state.ts";
import { admit, admitClosed } from "./admit.ts";
import type { LinkNews } from "./host-link.ts";
import { openHostLinks } from "./host-links.ts";
import { openInbox } from "./inbox.ts";
import { type JournalStop, openJournal } from "./journal.ts";
import { next } from "./core/next.ts";
import type { Ports } from "./ports.ts";
import { openTimers } from "./timers.ts";

type Input =
  | LinkNews
  | { readonly is: "happened"; readonly body: EventBody }
  | { readonly is: "timer"; readonly timer: string }
  | { readonly is: "flush" }
  | { readonly is: "bug"; readonly error: unknown };

/** How long statements and progress may wait for the next write. */
const batchMs = 50;
/** How many messages may wait before hosts are made to wait. */
const inboxRoom = 1_000;
/** Far more than a plan of any size needs between two events from outside. */
const mostRounds = 100_000;

/** `superseded`: another leader has taken over, and the hosts are its own now. `record-failed`: the hosts were ended. */
export type RunOutcome =
  | { readonly is: "ended"; readonly status: RunStatus; readonly reason: string; readonly state: RunState }
  | { readonly is: "superseded"; readonly state: RunState }
  | { readonly is: "record-failed"; readonly diagnostic: Diagnostic; readonly state: RunState };

export interface Leader {
  /** Something that others saw or want; recorded in its turn. */
  happened(body: EventBody): void;
  /** Leads until the run has ended, or cannot be led any more. */
  lead(opening: readonly EventBody[]): Promise<RunOutcome>;
}

/** The shell around `fold` and `next`: records what arrives and all that follows from it, and only then acts. */
export function openLeader(plan: Plan, run: string, start: RunState, epoch: number, ports: Ports): Leader {
  const inbox = openInbox<Input>(inboxRoom);
  const journal = openJournal(start, epoch, ports);
  const timers = openTimers(ports.clock, (timer) => inbox.put({ is: "timer", timer }));
  const links = openHostLinks({
    run,
    plan,
    epoch,
    ports,
    inherited: new Set(start.hosts.keys()),
    tell: (news) => inbox.put(news),
    happened: (body) => inbox.put({ is: "happened", body }),
    room: () => inbox.room(),
    background: (work) => void work.catch((error: unknown) => inbox.put({ is: "bug", error })),
  });
  const heard = new Map<HostId, number>();
  let takeBackFlush: (() => void) | undefined;

  function record(inputs: readonly Input[]): JournalStop | undefined {
    for (const input of inputs) {
      if (input.is === "bug") throw input.error;
      if (input.is === "output-failed") return { is: "record-failed", diagnostic: input.error.diagnostic };
      if (input.is === "heard") heard.set(input.host, input.seq);
      for (const body of meaningOf(input, journal.state)) journal.add(body);
    }
    // What only tells changes nothing that a rule looks at.
    if (journal.isUrgent) decide();
    return undefined;
  }

  function decide(): void {
    for (let round = 0; round < mostRounds; round++) {
      const commands = next(plan, journal.state, ports.clock.now());
      if (commands.length === 0) return;
      for (const command of commands) journal.add(command);
    }
    throw new Error("the rules do not come to rest");
  }

  function flushSoon(): void {
    takeBackFlush ??= ports.clock.timer(ports.clock.now() + batchMs, () => inbox.put({ is: "flush" }));
  }

  /** All that was heard is durable, or did not belong into the record. */
  function acknowledge(): void {
    for (const [host, seq] of heard) links.acknowledge(host, seq);
    heard.clear();
  }

  function act(committed: readonly Event[]): void {
    takeBackFlush?.();
    takeBackFlush = undefined;
    acknowledge();
    timers.follow(journal.state);
    links.follow(journal.state, committed);
  }

  async function stop(why: JournalStop): Promise<RunOutcome> {
    if (why.is === "superseded") links.detach();
    else await links.killAll("the run cannot be recorded any more");
    return { ...why, state: journal.state };
  }

  async function loop(opening: readonly EventBody[]): Promise<RunOutcome> {
    let inputs: readonly Input[] = opening.map((body) => ({ is: "happened", body }));
    for (;;) {
      const failure = record(inputs);
      if (failure !== undefined) return stop(failure);
      if (journal.isUrgent || inputs.some((input) => input.is === "flush")) {
        const committed = await journal.commit();
        if ("is" in committed) return stop(committed);
        const { state } = journal;
        // First what others wait for, then what people watch.
        act(committed);
        ports.listen(committed, state);
        if (state.end.is === "ended") {
          links.close();
          return { ...state.end, state };
        }
      } else if (journal.isEmpty) {
        acknowledge();
      } else {
        flushSoon();
      }
      inputs = await inbox.take();
    }
  }

  return {
    happened: (body) => inbox.put({ is: "happened", body }),
    async lead(opening) {
      try {
        return await loop(opening);
      } catch (bug) {
        await links.killAll("its leader has met a bug");
        throw bug;
      } finally {
        takeBackFlush?.();
        timers.stop();
      }
    },
  };
}

/** The events that an input makes, as the state stands. */
function meaningOf(input: Input, state: RunState): readonly EventBody[] {
  switch (input.is) {
    case "told":
      return admit(state, input.host, input.told);
    case "closed":
      return admitClosed(state, input.host, input.closed);
    case "happened":
      return [input.body];
    case "timer":
      return state.timers.has(input.timer) ? [{ type: "timer.fired", timer: input.timer }] : [];
    case "heard":
    case "flush":
    case "output-failed":
    case "bug":
      return [];
  }
}
