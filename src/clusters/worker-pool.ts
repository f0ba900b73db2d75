import { type HostMessages, openHostMessages } from "../engine/host-messages.ts";
import type { Answer, HostClosed, HostHandle, HostTells } from "../engine/ports.ts";
import type { ActionError, AttemptId } from "../model/event.ts";
import type { Worker } from "../protocol/messages/attempt.ts";
import type { CompileRequest, RunRequest } from "../protocol/messages/requests.ts";

/** A worker: a host that runs one attempt at a time, or as many as it says. */
export interface StartedWorker {
  readonly is: "started";
  readonly handle: HostHandle;
  /** Interrupts what it runs, as Ctrl-C at a terminal would. */
  interrupt(): void;
}

export type WorkerStarted = StartedWorker | { readonly is: "failed"; readonly error: ActionError };

export interface PoolOptions {
  /** What it is called in the record: `python`. */
  readonly runner: string;
  readonly version: string;
  /** How many attempts one worker runs at once. */
  readonly perWorker: number;
  readonly start: (worker: Worker) => Promise<WorkerStarted>;
}

interface Member {
  readonly key: string;
  readonly worker: StartedWorker;
  /** Those it runs. */
  readonly attempts: Set<AttemptId>;
  /** It takes nothing any more. */
  isLeaving: boolean;
}

/** A worker that is starting, with the attempts that wait for it. */
interface Starting {
  readonly key: string;
  readonly attempts: Set<AttemptId>;
  readonly member: Promise<MemberStarted>;
}

type MemberStarted = Member | { readonly error: ActionError };

/** One attempt from its request to its end. */
interface Running {
  member: Member | undefined;
  isCancelled: boolean;
  /** Whether a worker has taken it; one that has not is given to another when its worker goes away. */
  isTaken: boolean;
  readonly file: string | undefined;
  /** The statement that it began last. */
  at: Pick<ActionError, "line" | "statement">;
}

/** How long work may take to stop by itself before it is interrupted from outside. */
const interruptAfterMs = 1_000;

/**
 * A host made of processes that run one attempt each: an idle one of equal command and environment is used again, else
 * one is started. A worker that dies ends its own attempt only.
 */
export function workerPool(options: PoolOptions): HostHandle {
  return new WorkerPool(options);
}

class WorkerPool implements HostHandle {
  readonly closed: Promise<HostClosed>;
  readonly #options: PoolOptions;
  readonly #messages: HostMessages = openHostMessages();
  readonly #members = new Set<Member>();
  readonly #running = new Map<AttemptId, Running>();
  readonly #starting = new Set<Starting>();
  /** Of messages handed on: the pool's number, and whose it was. */
  #told: { readonly seq: number; readonly member: Member; readonly memberSeq: number }[] = [];
  #settle: (closed: HostClosed) => void = () => {};
  #ending: string | undefined;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.closed = new Promise((resolve) => (this.#settle = resolve));
    this.#messages.tell({ type: "host.ready", runner: options.runner, version: options.version });
  }

  messages() {
    return this.#messages.read();
  }

  async run({ worker, ...request }: RunRequest): Promise<Answer> {
    if (worker === undefined) return { state: "refused", reason: `no program runs ${request.type} actions here` };
    if (this.#ending !== undefined) return { state: "gone", reason: this.#ending };
    if (this.#running.has(request.attempt)) return { state: "running" };
    const running: Running = { member: undefined, isCancelled: false, isTaken: false, file: request.file, at: {} };
    this.#running.set(request.attempt, running);
    void this.#begin(worker, request, running);
    return { state: "accepted" };
  }

  /**
   * Has a worker ready for the attempt that follows, and lets it do ahead what it can; one that is busy now is likely to
   * be free by then.
   */
  async compile({ worker, ...request }: CompileRequest): Promise<void> {
    if (worker === undefined || this.#ending !== undefined) return;
    const key = keyOf(worker);
    if ([...this.#starting].some((one) => one.key === key)) return;
    const there = [...this.#members].find((one) => one.key === key);
    const member = there ?? (await this.#start(worker, new Set()));
    if (!("error" in member) && member.attempts.size === 0) await member.worker.handle.compile(request);
  }

  async cancel(attempt: AttemptId, graceMs: number): Promise<Answer> {
    const running = this.#running.get(attempt);
    if (running === undefined) return { state: "ended" };
    running.isCancelled = true;
    const { member } = running;
    if (member !== undefined) this.#stop(member, attempt, graceMs);
    return { state: "accepted" };
  }

  /** A pool keeps no dataset: what its attempts publish lies in files. */
  async release(): Promise<void> {}

  acknowledge(seq: number): void {
    const durable = new Map<Member, number>();
    const done = this.#told.findIndex((told) => told.seq > seq);
    const taken = this.#told.splice(0, done < 0 ? this.#told.length : done);
    for (const { member, memberSeq } of taken) durable.set(member, memberSeq);
    for (const [member, memberSeq] of durable) member.worker.handle.acknowledge(memberSeq);
  }

  async shutdown(graceMs: number): Promise<void> {
    this.#ending = "it was asked to end";
    await Promise.all([...this.#members].map((member) => member.worker.handle.shutdown(graceMs)));
    this.#closeWhenEmpty();
  }

  async kill(reason: string): Promise<void> {
    this.#ending = reason;
    await Promise.all([...this.#members].map((member) => member.worker.handle.kill(reason)));
    this.#closeWhenEmpty();
  }

  detach(): void {
    for (const member of this.#members) member.worker.handle.detach();
  }

  /** A worker that has run something before may be gone by the time it is asked; then another one is, once. */
  async #begin(worker: Worker, request: RunRequest, running: Running, isSecondTry = false): Promise<void> {
    const { attempt } = request;
    const member = await this.#take(worker, attempt);
    if ("error" in member) return this.#end({ type: "attempt.ended", attempt, status: "failed", error: member.error });
    if (running.isCancelled) {
      member.attempts.delete(attempt);
      return this.#end(cancelled(attempt));
    }
    running.member = member;
    const answer = await member.worker.handle.run(request);
    running.isTaken = answer.state !== "refused" && answer.state !== "gone";
    if (running.isTaken) return;
    member.attempts.delete(attempt);
    member.isLeaving = answer.state === "gone";
    if (member.isLeaving && !isSecondTry) return this.#begin(worker, request, running, true);
    this.#refuse(attempt, answer.reason);
  }

  #refuse(attempt: AttemptId, reason: string | undefined): void {
    const message = reason ?? "The worker refused it, and gave no reason.";
    this.#end({ type: "attempt.ended", attempt, status: "failed", error: failure("ama.Refused", message, "start") });
  }

  /** A worker with room for the attempt, which counts there at once; one that is starting; or a new one. */
  async #take(worker: Worker, attempt: AttemptId): Promise<MemberStarted> {
    const key = keyOf(worker);
    const there = this.#idle(key);
    const coming = [...this.#starting].find((one) => one.key === key && one.attempts.size < this.#options.perWorker);
    const attempts = (there ?? coming)?.attempts.add(attempt);
    return there ?? coming?.member ?? this.#start(worker, attempts ?? new Set([attempt]));
  }

  #idle(key: string): Member | undefined {
    return [...this.#members].find(
      (one) => one.key === key && !one.isLeaving && one.attempts.size < this.#options.perWorker,
    );
  }

  #start(worker: Worker, attempts: Set<AttemptId>): Promise<MemberStarted> {
    const starting: Starting = { key: keyOf(worker), attempts, member: this.#add(worker, attempts) };
    this.#starting.add(starting);
    return starting.member.finally(() => this.#starting.delete(starting));
  }

  async #add(worker: Worker, attempts: Set<AttemptId>): Promise<MemberStarted> {
    const started = await this.#options.start(worker);
    if (started.is === "failed") return { error: started.error };
    const member: Member = { key: keyOf(worker), worker: started, attempts, isLeaving: false };
    this.#members.add(member);
    void this.#follow(member);
    if (this.#ending !== undefined) await started.handle.kill(this.#ending);
    return member;
  }

  /** Hands on what a worker tells, until it is gone. */
  async #follow(member: Member): Promise<void> {
    const { handle } = member.worker;
    for await (const { seq, body } of handle.messages()) {
      if (body.type === "host.ready") continue;
      if (body.type === "statement.started") {
        const running = this.#running.get(body.attempt);
        if (running !== undefined) running.at = { line: body.line, statement: body.index };
      }
      if (body.type === "attempt.ended") {
        member.attempts.delete(body.attempt);
        this.#running.delete(body.attempt);
      }
      this.#told.push({ seq: this.#messages.tell(body), member, memberSeq: seq });
      await this.#messages.room();
    }
    const { reason } = await handle.closed;
    this.#members.delete(member);
    for (const attempt of member.attempts) {
      if (this.#running.get(attempt)?.isTaken) this.#end(this.#endOfLost(attempt, reason));
    }
    this.#closeWhenEmpty();
  }

  #endOfLost(attempt: AttemptId, reason: string): HostTells {
    const running = this.#running.get(attempt);
    if (running?.isCancelled) return cancelled(attempt);
    const lost = failure("ama.WorkerLost", `The process that ran it has ended: ${reason}.`, "run");
    return { type: "attempt.ended", attempt, status: "failed", error: { ...lost, ...placeOf(running) } };
  }

  #end(ended: HostTells & { readonly attempt?: AttemptId }): void {
    if (ended.attempt !== undefined) this.#running.delete(ended.attempt);
    this.#messages.tell(ended);
  }

  /**
   * Asks the worker first, then interrupts it, then ends it: some languages answer nothing while they work. One that
   * works for others too is only asked.
   */
  #stop(member: Member, attempt: AttemptId, graceMs: number): void {
    const isAlone = () => member.attempts.has(attempt) && member.attempts.size === 1;
    void member.worker.handle.cancel(attempt, graceMs);
    setTimeout(() => isAlone() && member.worker.interrupt(), Math.min(interruptAfterMs, graceMs / 2)).unref();
    setTimeout(() => {
      if (isAlone()) void member.worker.handle.kill("it did not stop when it was cancelled");
      else if (member.attempts.delete(attempt)) this.#end(notStopped(attempt));
    }, graceMs).unref();
  }

  #closeWhenEmpty(): void {
    if (this.#ending === undefined || this.#members.size > 0) return;
    this.#messages.end();
    this.#settle({ asked: true, reason: this.#ending });
  }
}

function keyOf(worker: Worker): string {
  return JSON.stringify(worker);
}

function cancelled(attempt: AttemptId): HostTells {
  return { type: "attempt.ended", attempt, status: "cancelled", clean: true, left: [] };
}

function notStopped(attempt: AttemptId): HostTells {
  const left = ["its runner goes on with it, and with other attempts"];
  return { type: "attempt.ended", attempt, status: "cancelled", clean: false, left };
}

/** Where an attempt was when its worker went away, if it had begun a statement. */
function placeOf(running: Running | undefined): Pick<ActionError, "file" | "line" | "statement"> {
  if (running?.at.line === undefined) return {};
  return { ...(running.file === undefined ? {} : { file: running.file }), ...running.at };
}

function failure(type: string, message: string, phase: ActionError["phase"]): ActionError {
  return { type, types: [], message, stack: [], phase };
}
