import { connect } from "node:net";
import type { Duplex } from "node:stream";
import { type Incoming, readLine, requestLine } from "./json-rpc.ts";
import { Link } from "./link.ts";
import type { Hello } from "./messages/hello.ts";

/** Connects to `AMA_ADDRESS`: `host:port`, `[v6]:port`, or the path of a Unix socket. */
export function connectTo(address: string): Duplex {
  if (address.includes("/")) return connect({ path: address });
  const colon = address.lastIndexOf(":");
  const host = address.slice(0, colon).replace(/^\[(.*)\]$/, "$1");
  return connect({ host, port: Number(address.slice(colon + 1)), noDelay: true });
}

/** What a `hello` came to. */
export type Dialled =
  | { readonly is: "answered"; readonly link: Link; readonly result: unknown }
  | { readonly is: "refused"; readonly code: number; readonly message: string }
  | { readonly is: "unreachable"; readonly why: string };

const HELLO_ID = "hello";

/**
 * Opens a stream and says `hello` on it. `then` is called once; it must set the link's listener before it returns, as
 * the lines after the welcome may already be there.
 */
export function sayHello(stream: Duplex, hello: Hello, timeoutMs: number, then: (dialled: Dialled) => void): void {
  const settle = (dialled: Dialled): void => {
    clearTimeout(impatience);
    if (dialled.is !== "answered") link.close();
    then(dialled);
  };
  const link: Link = new Link(stream, {
    onLine: (line) => settle(readWelcome(readLine(line), link)),
    onBroken: (why) => settle({ is: "unreachable", why }),
    onClosed: (why) => settle({ is: "unreachable", why }),
  });
  const impatience = setTimeout(
    () => settle({ is: "unreachable", why: `no answer within ${timeoutMs} ms` }),
    timeoutMs,
  );
  link.write(requestLine(HELLO_ID, "hello", hello));
}

function readWelcome(message: Incoming, link: Link): Dialled {
  if (message.is === "answer") return { is: "answered", link, result: message.result };
  if (message.is === "failure") return { is: "refused", code: message.error.code, message: message.error.message };
  return { is: "unreachable", why: "the first line was no answer to hello" };
}
