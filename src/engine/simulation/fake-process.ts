import type { ActionError, AttemptId, EventBody, HostId } from "../../model/event.ts";
import type { RunRequest } from "../../protocol/messages/requests.ts";
import type { Answer, HostClosed, HostHandle, HostMessage, HostTells } from "../ports.ts";
import type { FakeClock } from "./fake-clock.ts";

/** How one execution goes. */
export interface Course {
  readonly ms: number;
  readonly end: "succeeds" | "fails" | "hangs" | "kills-host";
  readonly error: ActionError;
  /** What a cancel does to it. */
  readonly onCancel: "stops" | "leaves" | "ignores";
}

/** What befalls a message on its way: how late it is, and whether it comes twice or the connection breaks instead. */
export interface Delivery {
  readonly ms: number;
  readonly fate: "once" | "twice" | "repeated-by-runner" | "broken";
}

/** What a fake host asks of those who made it. */
export interface Fate {
  course(request: RunRequest): Course;
  delivery(): Delivery;
  startMs(): number;
  /** Called when an execution really begins, and when it has really ended. */
  began(host: HostId, request: RunRequest): void;
  ended(host: HostId, attempt: AttemptId, status: "succeeded" | "failed" | "cancelled"): void;
  died(host: HostId): void;
}

interface Connection {
  readonly epoch: number;
  send(message: HostMessage): void;
  close(closed: HostClosed): void;
}

interface Execution {
  readonly request: RunRequest;
  readonly course: Course;
  isOver: boolean;
}

/** A host process. It lives apart from its leader: connections come and go, and it repeats what was not acknowledged. */
export interface FakeProcess {
  readonly id: HostId;
  readonly isAlive: boolean;
  connect(epoch: number): HostHandle | undefined;
  die(reason: string, asked?: boolean): void;
}

export function startProcess(id: HostId, epoch: number, clock: FakeClock, fate: Fate): FakeProcess {
  let isAlive = true;
  let leaderEpoch = epoch;
  let connection: Connection | undefined;
  let unacknowledged: HostMessage[] = [];
  let seq = 0;
  const executions = new Map<AttemptId, Execution>();

  function tell(body: HostTells): void {
    const message = { seq: ++seq, body };
    unacknowledged.push(message);
    connection?.send(message);
  }

  function die(reason: string, asked = false): void {
    if (!isAlive) return;
    isAlive = false;
    fate.died(id);
    connection?.close({ asked, reason });
  }

  function end(
    execution: Execution,
    ended: Omit<Extract<EventBody, { type: "attempt.ended" }>, "type" | "attempt">,
  ): void {
    if (execution.isOver || !isAlive) return;
    execution.isOver = true;
    const { attempt } = execution.request;
    if (ended.status === "succeeded")
      for (const dataset of execution.request.publish.flatMap(named)) tell(published(attempt, dataset));
    if (ended.status !== "lost") fate.ended(id, attempt, ended.status);
    tell({ type: "attempt.ended", attempt, ...ended });
  }

  function execute(execution: Execution): void {
    const { course, request } = execution;
    const { attempt } = request;
    fate.began(id, request);
    tell({ type: "statement.started", attempt, index: 0, line: 1, endLine: 1 });
    tell({ type: "printed", attempt, stream: "stdout", text: "hello\n" });
    clock.after(course.ms, () => {
      if (execution.isOver || !isAlive) return;
      if (course.end === "kills-host") return die("killed by signal 9 (SIGKILL)");
      if (course.end === "hangs") return;
      tell({ type: "statement.finished", attempt, index: 0, ms: course.ms });
      // A failed attempt may have published before it failed; nobody may ever read that.
      if (course.end === "fails")
        for (const dataset of request.publish.flatMap(named)) tell(published(attempt, dataset));
      end(execution, course.end === "fails" ? { status: "failed", error: course.error } : { status: "succeeded" });
    });
  }

  function handleOf(own: Connection, queue: AsyncQueue): HostHandle {
    const isRefused = () => own.epoch < leaderEpoch;
    const answer = (state: "accepted" | "running" | "ended" | "refused"): Answer => ({ state });
    return {
      closed: queue.closed,
      messages: () => queue.read(),
      async run(request) {
        if (!isAlive) return { state: "gone", reason: "it is dead" };
        if (isRefused()) return answer("refused");
        const known = executions.get(request.attempt);
        if (known !== undefined) return answer(known.isOver ? "ended" : "running");
        const execution = { request, course: fate.course(request), isOver: false };
        executions.set(request.attempt, execution);
        execute(execution);
        return answer("accepted");
      },
      async compile() {
        await clock.wait(1);
      },
      async cancel(attempt) {
        if (!isAlive) return { state: "gone", reason: "it is dead" };
        const execution = executions.get(attempt);
        if (execution === undefined || isRefused()) return answer("refused");
        const { onCancel } = execution.course;
        const left = onCancel === "leaves" ? { clean: false, left: ["a thread"] } : { clean: true, left: [] };
        if (onCancel !== "ignores") clock.after(5, () => end(execution, { status: "cancelled", ...left }));
        return answer("accepted");
      },
      async release() {},
      acknowledge(upTo) {
        unacknowledged = unacknowledged.filter((message) => message.seq > upTo);
      },
      async shutdown() {
        if (!isRefused()) clock.after(20, () => die("it was asked to end", true));
      },
      async kill(reason) {
        if (!isRefused()) clock.after(1, () => die(reason, true));
      },
      detach() {
        own.close({ asked: true, reason: "detached" });
      },
    };
  }

  clock.after(fate.startMs(), () => isAlive && tell({ type: "host.ready", runner: "fake", version: "1" }));
  return {
    id,
    get isAlive() {
      return isAlive;
    },
    connect(newEpoch) {
      if (!isAlive || newEpoch < leaderEpoch) return undefined;
      leaderEpoch = newEpoch;
      connection?.close({ asked: false, reason: "another leader has connected" });
      const queue = openQueue(clock, fate, (reason) => die(reason));
      connection = { epoch: newEpoch, send: (message) => queue.put(message), close: (closed) => queue.close(closed) };
      for (const message of unacknowledged) queue.put(message);
      return handleOf(connection, queue);
    },
    die,
  };
}

/** Every action of the simulation defines these two, besides what its plan names. */
export function named(dataset: RunRequest["publish"][number]): readonly RunRequest["publish"][number][] {
  return dataset.name === "*" ? ["one", "two"].map((name) => ({ ...dataset, name })) : [dataset];
}

function published(attempt: AttemptId, dataset: RunRequest["publish"][number]): HostTells {
  const { name, policy, path } = dataset;
  return {
    type: "published",
    attempt,
    dataset: { name, kind: "dataframe", as: policy, ...(path === undefined ? {} : { path }) },
  };
}

type AsyncQueue = ReturnType<typeof openQueue>;

/** The way from host to leader: in order, late, sometimes with repetitions, until it breaks. */
function openQueue(clock: FakeClock, fate: Fate, broken: (reason: string) => void) {
  const arrived: HostMessage[] = [];
  let isClosed = false;
  let lastArrival = 0;
  let wake: (() => void) | undefined;
  let resolveClosed: (closed: HostClosed) => void = () => undefined;
  const closed = new Promise<HostClosed>((resolve) => (resolveClosed = resolve));
  const arrive = (work: () => void, ms: number) => {
    lastArrival = Math.max(lastArrival, clock.now() + ms);
    clock.timer(lastArrival, () => {
      work();
      wake?.();
    });
  };
  const close = (how: HostClosed): void => {
    arrive(() => {
      isClosed = true;
      resolveClosed(how);
    }, 1);
  };
  return {
    closed,
    close,
    put(message: HostMessage): void {
      const { ms, fate: befalls } = fate.delivery();
      if (befalls === "broken") return broken("nothing was heard of it for too long");
      arrive(() => {
        if (isClosed) return;
        arrived.push(message);
        if (befalls === "twice") arrived.push(message);
        // The same again under a new number, as a runner with a bug might.
        if (befalls === "repeated-by-runner") arrived.push({ ...message, seq: message.seq + 0.5 });
      }, ms);
    },
    async *read(): AsyncGenerator<HostMessage> {
      for (;;) {
        const message = arrived.shift();
        if (message !== undefined) yield message;
        else if (isClosed) return;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}
