import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { within } from "./play-common.ts";
import { Failed } from "./wire.ts";

/** A port of this machine that a runner dials, in the place of its leader's. */
export class DialledPort {
  readonly #listener: Server = createServer();
  readonly #waiting: Socket[] = [];
  readonly #sockets = new Set<Socket>();

  private constructor() {
    this.#listener.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("error", () => {});
      this.#waiting.push(socket);
      this.#listener.emit("waiting");
    });
  }

  static async open(): Promise<DialledPort> {
    const port = new DialledPort();
    port.#listener.listen(0, "127.0.0.1");
    await once(port.#listener, "listening");
    return port;
  }

  get address(): string {
    const address = this.#listener.address();
    return `127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  }

  /**
   * The oldest connection that nobody has taken; fails when none comes for so many milliseconds, or the runner's process
   * ends before, as `ended` says.
   */
  async connection(withinMs: number, ended: Promise<string>): Promise<Socket> {
    const socket = this.#waiting.shift();
    if (socket !== undefined) return socket;
    const gone = ended.then((how) => Promise.reject(new Failed(`the runner did not dial: ${how}`)));
    await within(Promise.race([once(this.#listener, "waiting"), gone]), withinMs, "the runner did not dial");
    return this.connection(withinMs, ended);
  }

  /** Drops every connection, and takes new ones. */
  hangUp(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
    this.#waiting.length = 0;
  }

  /** Takes no new connection any more. */
  close(): void {
    this.#listener.close();
  }
}
