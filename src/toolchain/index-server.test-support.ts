import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

/** How the fake index behaves; each may change while it runs. */
export interface Behaviour {
  /** Bytes after which the n-th request for the file is cut; later ones are whole. */
  cutAfter: number[];
  ranges: boolean;
  /** What is sent in place of the file. */
  wrongBytes?: Buffer;
  /** Statuses of the first requests for the file. */
  statuses: number[];
  /** The page says nothing of digests, as old mirrors do. */
  form: "json" | "html";
  login?: string;
  /** Milliseconds between the file's two halves. */
  pauseMs: number;
}

export interface IndexServer extends AsyncDisposable {
  readonly url: string;
  readonly behaviour: Behaviour;
  /** `method path range` of every request so far. */
  readonly requests: string[];
}

/** A package index on loopback that has one file, and the troubles that real ones have. */
export async function startIndex(file: string, content: Buffer): Promise<IndexServer> {
  const behaviour: Behaviour = { cutAfter: [], ranges: true, statuses: [], form: "json", pauseMs: 0 };
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.url} ${request.headers.range ?? ""}`.trim());
    if (!hasLogin(request, behaviour)) response.writeHead(401).end();
    else if (request.url === `/simple/thing/`) sendPage(response, file, content, behaviour);
    else if (request.url === `/files/${file}`) sendFile(request, response, content, behaviour);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    behaviour,
    requests,
    [Symbol.asyncDispose]: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

function hasLogin(request: IncomingMessage, { login }: Behaviour): boolean {
  return login === undefined || request.headers.authorization === `Basic ${Buffer.from(login).toString("base64")}`;
}

function sendPage(response: ServerResponse, file: string, content: Buffer, { form }: Behaviour): void {
  const sha256 = createHash("sha256").update(content).digest("hex");
  if (form === "html") {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(`<!DOCTYPE html><a data-x="1" href="../../files/${file}">${file}</a><a href="other-1.tar.gz">x</a>`);
    return;
  }
  response.setHeader("content-type", "application/vnd.pypi.simple.v1+json");
  const files = [{ filename: file, url: `../../files/${file}`, hashes: { sha256 } }];
  response.end(JSON.stringify({ meta: { "api-version": "1.1" }, name: "thing", files }));
}

function sendFile(request: IncomingMessage, response: ServerResponse, right: Buffer, behaviour: Behaviour): void {
  const status = behaviour.statuses.shift();
  if (status !== undefined) return void response.writeHead(status).end();
  const content = behaviour.wrongBytes ?? right;
  const from = behaviour.ranges ? Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0) : 0;
  if (from > 0) response.writeHead(206, { "content-range": `bytes ${from}-${content.length - 1}/${content.length}` });
  else response.writeHead(200, { "content-length": content.length });
  const cut = behaviour.cutAfter.shift();
  if (cut !== undefined) {
    // Ended, not reset: what was sent arrives, and then the connection is gone in the middle of the answer.
    response.write(content.subarray(from, from + cut), () => response.socket?.end());
  } else {
    const half = from + Math.floor((content.length - from) / 2);
    response.write(content.subarray(from, half));
    setTimeout(() => response.end(content.subarray(half)), behaviour.pauseMs);
  }
}
