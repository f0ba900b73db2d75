import { chmod } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import type { Duplex } from "node:stream";
import { failed, ok, type Result } from "../model/result.ts";
import { Desk } from "./desk.ts";
import type { Invitation, InviteOptions, ListenOptions } from "./invitation.ts";
import { problem } from "./problem.ts";

export interface RunnerServer {
  readonly address: string;
  /** Keeps a place for a runner. Fails (AMA1912) where its token cannot be written, such as on a full disk. */
  invite(options: InviteOptions): Result<Invitation>;
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
