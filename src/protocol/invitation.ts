import type { Diagnostic } from "../model/diagnostic.ts";
import type { Result } from "../model/result.ts";
import type { RunnerSession } from "./session.ts";

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
