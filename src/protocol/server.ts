import { randomUUID } from "node:crypto";
import { chmod, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import type { Diagnostic } from "../model/diagnostic.ts";
import { failed, ok, type Result } from "../model/result.ts";
import { type Call, digestOf, newSecret, type Objection, readCall, readHello, refusalLine } from "./handshake.ts";
import { answerLine } from "./json-rpc.ts";
import { Link } from "./link.ts";
import { type Hello, PROTOCOL_VERSION, type Welcome } from "./messages.ts";
import { problem } from "./problem.ts";
import { LeaderSession, type RunnerSession } from "./session.ts";

export interface ListenOptions {
  /** Where to listen; without it, a free port of the loopback interface. A path is that of a Unix socket. */
  readonly at?: { readonly host: string; readonly port: number } | { readonly path: string };
  readonly epoch: number;
  /** A folder of the run that only the user can enter; token files are written there. */
  readonly tokenDirectory: string;
  /** How long a new connection may take to say `hello`; 10 s. */
  readonly handshakeMs?: number;
  /** Received bytes of one runner beyond which its socket is not read; 1 MiB. */
  readonly bufferBytes?: number;
  /** How long acknowledgements are gathered; 10 ms. */
  readonly ackDelayMs?: number;
  /** Is told of every connection that was turned away. */
  readonly onRefused?: (diagnostic: Diagnostic) => void;
}

export interface InviteOptions {
  /** What messages call the runner: `host spark-1`. */
  readonly name: string;
  /** How long runner and leader wait for each other when their connection breaks; 0. */
  readonly lingerMs?: number;
  /** Silence after which the runner counts as dead; never, without it. */
  readonly silenceMs?: number;
}

/** A place kept for one runner. */
export interface Invitation {
  /** For `AMA_ADDRESS`: `host:port`, or the path of a Unix socket. */
  readonly address: string;
  /** For `AMA_TOKEN_FILE`. Only the user can read it, and it is deleted once the runner is here. */
  readonly tokenFile: string;
  /** The runner's session once it has connected; a failure when it cannot, or when the invitation is withdrawn. */
  readonly session: Promise<Result<RunnerSession>>;
  /** Gives up on a runner that has not connected: its token is worth nothing any more. */
  withdraw(): Promise<void>;
}

export interface RunnerServer {
  readonly address: string;
  /** Keeps a place for a runner. Fails (AMA1912) where its token cannot be written, such as on a full disk. */
  invite(options: InviteOptions): Promise<Result<Invitation>>;
  /** Takes a stream that was connected by other means, such as one end of a `duplexPair()`, for a dialled connection. */
  attach(stream: Duplex): void;
  /** Stops listening, withdraws every invitation and closes every session. */
  close(): Promise<void>;
}

/** Opens the leader's side of the runner protocol. Fails (AMA1901) where it cannot listen. */
export async function listenForRunners(options: ListenOptions): Promise<Result<RunnerServer>> {
  const desk = new Desk(options);
  const listener = createServer({ noDelay: true }, (socket) => desk.attach(socket));
  const bound = await listen(listener, options.at ?? { host: "127.0.0.1", port: 0 });
  if (!bound.ok) return bound;
  return ok({
    address: bound.value,
    invite: (invite) => desk.invite(bound.value, invite),
    attach: (stream) => desk.attach(stream),
    close: async () => {
      const closed = new Promise<void>((resolve) => listener.close(() => resolve()));
      await desk.close();
      await closed;
    },
  });
}

async function listen(listener: Server, at: NonNullable<ListenOptions["at"]>): Promise<Result<string>> {
  const asked = "path" in at ? at.path : `${at.host}:${at.port}`;
  try {
    await new Promise<void>((resolve, reject) => {
      listener.once("error", reject);
      listener.listen(at, () => resolve());
    });
    if ("path" in at) await chmod(at.path, 0o600);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return failed(problem("AMA1901", `The leader cannot listen for runners on ${asked}: ${why}.`));
  }
  // After this point an error of the listener concerns one connection, such as too many open files.
  listener.on("error", () => {});
  const address = listener.address();
  if (address === null || typeof address === "string") return ok(asked);
  return ok(address.family === "IPv6" ? `[${address.address}]:${address.port}` : `${address.address}:${address.port}`);
}

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
class Desk {
  readonly #options: ListenOptions;
  readonly #awaited = new Map<string, Awaited>();
  readonly #known = new Map<string, Known>();
  /** Connections that have not said hello, with the timer that ends their time for it. */
  readonly #strangers = new Map<Link, NodeJS.Timeout>();
  readonly #deletions: Promise<unknown>[] = [];

  constructor(options: ListenOptions) {
    this.#options = options;
  }

  async invite(address: string, options: InviteOptions): Promise<Result<Invitation>> {
    const token = newSecret();
    const tokenFile = join(this.#options.tokenDirectory, `token-${randomUUID()}`);
    try {
      await writeFile(tokenFile, token, { mode: 0o600, flag: "wx" });
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
