import { connect, type Socket } from "node:net";
import { LineSplitter } from "./framing.ts";

export type Line = Record<string, unknown>;

export const isLine = (value: unknown): value is Line => typeof value === "object" && value !== null;

/** A runner that says exactly what a test tells it to. */
export class BareRunner {
  readonly socket: Socket;
  readonly lines: Line[] = [];
  readonly closed: Promise<void>;
  #heard: (() => void) | undefined;

  constructor(address: string) {
    const [host = "", port = ""] = address.split(":");
    this.socket = connect(Number(port), host);
    const splitter = new LineSplitter();
    this.socket.on("data", (chunk) => {
      for (const line of splitter.push(Buffer.from(chunk)).lines) this.lines.push(JSON.parse(line));
      this.#heard?.();
    });
    this.socket.on("error", () => {});
    this.closed = new Promise((resolve) => this.socket.on("close", () => resolve()));
  }

  say(line: Line): void {
    this.socket.write(`${JSON.stringify({ jsonrpc: "2.0", ...line })}\n`);
  }

  hello(params: Line): void {
    const facts = { runner: "bare", version: "1", types: ["test"], capacity: 1, pid: 1, host: "here" };
    this.say({ id: 1, method: "hello", params: { protocol: [1], ...facts, lastSeq: 0, epoch: 0, ...params } });
  }

  output(seq: number, text = `line ${seq}\n`): void {
    this.say({ method: "output", params: { seq, attempt: "a", stream: "stdout", text } });
  }

  async hear(count = 1): Promise<Line[]> {
    while (this.lines.length < count) {
      await new Promise<void>((resolve) => {
        this.#heard = resolve;
      });
    }
    return this.lines.splice(0, count);
  }
}
