import type { Diagnostic } from "../model/diagnostic.ts";
import type { Told } from "./fit.ts";

/** Why a runner and its leader have parted. */
export type ClientEnd =
  | { readonly is: "left" }
  /** The leader is gone, or will not have the runner back: end, with every child. */
  | { readonly is: "lost"; readonly diagnostic: Diagnostic };

/** A leader, as a runner sees it. */
export interface RunnerClient {
  readonly session: string;
  readonly lingerMs: number;
  readonly ended: Promise<ClientEnd>;
  /** Bytes that the leader has not acknowledged, and how many of them lie in memory. */
  readonly held: { readonly bytes: number; readonly memoryBytes: number };
  /** Tells something. It is numbered, and kept until the leader has it; output and display fields are made to fit. */
  tell(told: Told): void;
  /** Resolves when no more than `bytes` are held, or the client has ended: what a producer of much output waits for. */
  roomFor(bytes: number): Promise<void>;
  /** Waits until everything is acknowledged (or the leader is lost), and hangs up. */
  leave(): Promise<ClientEnd>;
}
