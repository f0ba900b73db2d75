import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { writeZip } from "../zip-writer.ts";

export interface TestWheel {
  readonly file: string;
  readonly content: Buffer;
}

/** A small pure-Python wheel; `modules` are its files by name. */
export function testWheel(
  name: string,
  version: string,
  requires: readonly string[] = [],
  modules: Readonly<Record<string, string>> = { [`${name}.py`]: `version = "${version}"\n` },
): TestWheel {
  const info = `${name}-${version}.dist-info`;
  const metadata = ["Metadata-Version: 2.1", `Name: ${name}`, `Version: ${version}`];
  const files = new Map([
    ...Object.entries(modules),
    [`${info}/METADATA`, [...metadata, ...requires.map((one) => `Requires-Dist: ${one}`), ""].join("\n")],
    [`${info}/WHEEL`, "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"],
  ]);
  const record = [...files].map(([path, text]) => `${path},sha256=${digest(text, "base64url")},${text.length}\n`);
  files.set(`${info}/RECORD`, `${record.join("")}${info}/RECORD,,\n`);
  const zipped = [...files].map(([path, text]) => ({ name: path, content: Buffer.from(text) }));
  return { file: `${name}-${version}-py3-none-any.whl`, content: writeZip(zipped) };
}

export interface PackageIndex extends AsyncDisposable {
  /** The root of the simple index. */
  readonly url: string;
  readonly requests: string[];
  /** Wheels that it has; more may come while it runs. */
  readonly wheels: TestWheel[];
  /** `user:password` that it wants. */
  login?: string;
  /** What it sends in place of a file. */
  readonly changed: Map<string, Buffer>;
  /** Milliseconds before a file is sent. */
  pauseMs: number;
}

/** A package index on loopback. */
export async function startPackageIndex(...wheels: readonly TestWheel[]): Promise<PackageIndex> {
  const server = createServer((request, response) => answer(request, response, index));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const index: PackageIndex = {
    url: `http://127.0.0.1:${port}/simple`,
    requests: [],
    wheels: [...wheels],
    changed: new Map(),
    pauseMs: 0,
    [Symbol.asyncDispose]: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return index;
}

function answer(request: IncomingMessage, response: ServerResponse, index: PackageIndex): void {
  const path = request.url ?? "";
  index.requests.push(path);
  const wanted = index.login && `Basic ${Buffer.from(index.login).toString("base64")}`;
  if (wanted !== undefined && request.headers.authorization !== wanted) return void response.writeHead(401).end();
  const project = /^\/simple\/([^/]+)\/$/.exec(path)?.[1];
  if (project !== undefined) return sendPage(project, response, index);
  const wheel = index.wheels.find(({ file }) => path === `/files/${file}`);
  if (wheel === undefined) return void response.writeHead(404).end();
  setTimeout(() => response.end(index.changed.get(wheel.file) ?? wheel.content), index.pauseMs);
}

function sendPage(project: string, response: ServerResponse, { wheels }: PackageIndex): void {
  const own = wheels.filter(({ file }) => file.split("-")[0]?.replaceAll("_", "-") === project);
  if (own.length === 0) return void response.writeHead(404).end();
  const files = own.map(({ file, content }) => ({
    filename: file,
    url: `../../files/${file}`,
    hashes: { sha256: digest(content, "hex") },
  }));
  response.setHeader("content-type", "application/vnd.pypi.simple.v1+json");
  response.end(JSON.stringify({ meta: { "api-version": "1.1" }, name: project, files }));
}

function digest(content: string | Buffer, encoding: "hex" | "base64url"): string {
  return createHash("sha256").update(content).digest(encoding);
}
