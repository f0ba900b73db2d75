import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import type { Diagnostic } from "../model/diagnostic.ts";
import { failed, ok, type Result } from "../model/result.ts";
import { type Call, digestOf, newSecret, type Objection, readCall, readHello, refusalLine } from "./handshake.ts";
import type { Invitation, InviteOptions, ListenOptions } from "./invitation.ts";
import { answerLine } from "./json-rpc.ts";
import { Link } from "./link.ts";
import { type Hello, PROTOCOL_VERSION, type Welcome } from "./messages/hello.ts";
import { problem } from "./problem.ts";
import { LeaderSession, type RunnerSession } from "./session.ts";

interface Awaited {
  readonly options: InviteOptions;
  readonly tokenDigest: string;
  readonly tokenFile: string;
  readonly settle: (session: Result<RunnerSession>) => void;
}

interface Known {
  readonly session: LeaderSession;
  readonly name: string;
  readonly key: string;
  readonly welcome: Omit<Welcome, "resumeFrom" | "key">;
}

/** Who may come in: the invited by their token, the known by their session key. */
export class Desk {
  readonly #options: ListenOptions;
  readonly #awaited = new Map<string, Awaited>();
  readonly #known = new Map<string, Known>();
  /** Connections that have not said hello, with the timer that ends their time for it. */
  readonly #strangers = new Map<Link, NodeJS.Timeout>();
  readonly #deletions: Promise<unknown>[] = [];

  constructor(options: ListenOptions) {
    this.#options = options;
  }

  invite(address: string, options: InviteOptions): Result<Invitation> {
    const token = newSecret();
    const tokenFile = join(this.#options.tokenDirectory, `token-${randomUUID()}`);
    try {
      writeFileSync(tokenFile, token, { mode: 0o600, flag: "wx" });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return failed(problem("AMA1912", `The token of ${options.name} could not be written: ${why}.`));
    }
    const { promise, resolve } = Promise.withResolvers<Result<RunnerSession>>();
    const awaited: Awaited = { options, tokenDigest: digestOf(token), tokenFile, settle: resolve };
    this.#awaited.set(awaited.tokenDigest, awaited);
    return ok({ address, tokenFile, session: promise, withdraw: () => this.#withdraw(awaited) });
  }

  attach(stream: Duplex): void {
    const link: Link = new Link(stream, {
      onLine: (line) => {
        leave();
        this.#greet(link, line);
      },
      onBroken: () => {
        leave();
        this.#turnAway(link, undefined);
      },
      onClosed: () => leave(),
    });
    const leave = (): void => {
      clearTimeout(this.#strangers.get(link));
      this.#strangers.delete(link);
    };
    const impatience = setTimeout(() => {
      leave();
      this.#turnAway(link, undefined);
    }, this.#options.handshakeMs ?? 10_000);
    this.#strangers.set(link, impatience);
  }

  async close(): Promise<void> {
    for (const [link, impatience] of this.#strangers) {
      clearTimeout(impatience);
      link.close();
    }
    await Promise.all([...this.#awaited.values()].map((awaited) => this.#withdraw(awaited)));
    for (const { session } of this.#known.values()) session.close();
    await Promise.all(this.#deletions);
  }

  async #withdraw(awaited: Awaited): Promise<void> {
    if (!this.#awaited.delete(awaited.tokenDigest)) return;
    awaited.settle(failed(problem("AMA1902", `${awaited.options.name} did not connect.`)));
    await this.#deleteToken(awaited);
  }

  /** A token that was used or withdrawn is worth nothing: a file that cannot be deleted does no harm. */
  #deleteToken({ tokenFile }: Awaited): Promise<unknown> {
    const deletion = Promise.allSettled([rm(tokenFile, { force: true })]);
    this.#deletions.push(deletion);
    return deletion;
  }

  #greet(link: Link, line: string): void {
    const call = readCall(line);
    const awaited = call?.token === undefined ? undefined : this.#awaited.get(call.token);
    if (call !== undefined && awaited !== undefined) return this.#admit(link, call, awaited);
    const known = call?.key === undefined ? undefined : this.#known.get(call.key);
    if (call !== undefined && known !== undefined) return this.#readmit(link, call, known);
    this.#turnAway(link, call);
  }

  #turnAway(link: Link, call: Call | undefined): void {
    link.close(refusalLine(call));
    this.#options.onRefused?.(problem("AMA1909", "A connection without a valid token was turned away."));
  }

  #admit(link: Link, call: Call, awaited: Awaited): void {
    const hello = readHello(call, this.#options.epoch);
    this.#awaited.delete(awaited.tokenDigest);
    void this.#deleteToken(awaited);
    if ("what" in hello) {
      awaited.settle(failed(this.#object(link, awaited.options.name, hello)));
      return;
    }
    const known = this.#register(hello, awaited.options);
    this.#welcome(link, call, known);
    awaited.settle(ok(known.session));
  }

  #readmit(link: Link, call: Call, known: Known): void {
    const hello = readHello(call, this.#options.epoch);
    if ("what" in hello) this.#options.onRefused?.(this.#object(link, known.name, hello));
    else if (hello.lastSeq < known.session.resumeFrom) {
      const what = `it has sent ${hello.lastSeq} messages, of which ${known.session.resumeFrom} had come`;
      known.session.breakOff(what);
      link.close(refusalLine(call));
    } else this.#welcome(link, call, known);
  }

  #object(link: Link, name: string, objection: Objection): Diagnostic {
    link.close(objection.line);
    return problem(objection.code, `${name} was turned away: ${objection.what}.`);
  }

  #register(hello: Hello, options: InviteOptions): Known {
    const { epoch, bufferBytes = 1024 * 1024, ackDelayMs = 10 } = this.#options;
    const { name, lingerMs = 0, silenceMs } = options;
    const id = randomUUID();
    const { runner, version, types, capacity, pid, host } = hello;
    const session = new LeaderSession(
      { id, name, epoch, lingerMs, silenceMs, bufferBytes, ackDelayMs },
      { runner, version, types, capacity, pid, host },
    );
    const welcome = {
      protocol: PROTOCOL_VERSION,
      session: id,
      lingerMs,
      epoch,
      ...(silenceMs === undefined ? {} : { silenceMs }),
    } as const;
    const known: Known = { session, name, key: newSecret(), welcome };
    const digest = digestOf(known.key);
    this.#known.set(digest, known);
    void session.closed.then(() => this.#known.delete(digest));
    return known;
  }

  #welcome(link: Link, call: Call, { session, key, welcome }: Known): void {
    session.attach(link, answerLine(call.id, { ...welcome, key, resumeFrom: session.resumeFrom }));
  }
}
