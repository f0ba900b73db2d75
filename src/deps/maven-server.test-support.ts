import { createHash } from "node:crypto";
import {
  createServer,
  type IncomingMessage,
  request as httpRequest,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { crc32 } from "node:zlib";
import { repositoryPath } from "./coordinates.ts";

/** An artifact to publish: `dependencies` are `groupId:artifactId:version`, with `!group:artifact` exclusions behind. */
export interface Publication {
  readonly coordinates: string;
  readonly classifier?: string;
  readonly dependencies?: readonly string[];
  /** The jar's content; a tiny jar of its own where it is missing, no jar at all where it is null. */
  readonly jar?: Buffer | null;
}

/** A Maven repository on loopback that notes what it is asked. */
export interface MavenServer {
  readonly url: string;
  readonly requests: string[];
  readonly files: Map<string, Buffer>;
  publish(...publications: readonly Publication[]): void;
  /** Ends the connection after so many bytes of the file, as often as `times`. */
  dropAfter(path: string, bytes: number, times: number): void;
  /** From now on only with these credentials. */
  requireLogin(username: string, password: string): void;
  close(): Promise<void>;
}

export async function startMavenServer(): Promise<MavenServer> {
  const files = new Map<string, Buffer>();
  const requests: string[] = [];
  const drops = new Map<string, { bytes: number; times: number }>();
  let login: string | undefined;
  const server = createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? "/").slice(1));
    requests.push(`${request.method} ${path}${request.headers.range === undefined ? "" : ` ${request.headers.range}`}`);
    if (login !== undefined && request.headers.authorization !== login) {
      return response.writeHead(401, { "www-authenticate": 'Basic realm="jars"' }).end();
    }
    const content = files.get(path);
    if (content === undefined) return response.writeHead(404).end();
    return answer(request, response, content, drops.get(path));
  });
  const url = await listen(server);
  return {
    url,
    requests,
    files,
    publish(...publications) {
      for (const publication of publications)
        for (const [path, content] of filesOf(publication)) files.set(path, content);
      for (const [path, content] of metadataOf(files)) files.set(path, content);
    },
    dropAfter: (path, bytes, times) => void drops.set(path, { bytes, times }),
    requireLogin(username, password) {
      login = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
    },
    close: () => closed(server),
  };
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  content: Buffer,
  drop?: { bytes: number; times: number },
): void {
  const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
  if (start >= content.length && start > 0) return void response.writeHead(416).end();
  const body = content.subarray(start);
  response.writeHead(start > 0 ? 206 : 200, { "content-length": body.length });
  if (request.method === "HEAD") return void response.end();
  if (drop === undefined || drop.times === 0) return void response.end(body);
  drop.times -= 1;
  response.write(body.subarray(0, drop.bytes), () => setTimeout(() => response.destroy(), 20));
}

/** A plain HTTP proxy; `requests` lists the addresses that went through it. */
export async function startProxy(): Promise<{ url: string; requests: string[]; close(): Promise<void> }> {
  const requests: string[] = [];
  const server = createServer((incoming, response) => {
    requests.push(incoming.url ?? "");
    const { authorization, range } = incoming.headers;
    const headers = {
      ...(authorization === undefined ? {} : { authorization }),
      ...(range === undefined ? {} : { range }),
    };
    const onward = httpRequest(incoming.url ?? "", { method: incoming.method ?? "GET", headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.writeHead(502).end());
    incoming.pipe(onward);
  });
  return { url: await listen(server), requests, close: () => closed(server) };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return `http://127.0.0.1:${address.port}`;
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

function filesOf({ coordinates, classifier, dependencies = [], jar }: Publication): [string, Buffer][] {
  const [groupId = "", artifactId = "", version = ""] = coordinates.split(":");
  const place = { groupId, artifactId, version };
  const content = jar === undefined ? zipOf(`META-INF/${artifactId}.txt`, `${coordinates} ${classifier ?? ""}`) : jar;
  const jarPath = repositoryPath(classifier === undefined ? place : { ...place, classifier });
  const pom = Buffer.from(pomOf(groupId, artifactId, version, dependencies));
  // A further jar of an artifact has no POM of its own.
  const files: [string, Buffer][] =
    classifier === undefined ? [[repositoryPath({ ...place, extension: "pom" }), pom]] : [];
  if (content !== null) files.push([jarPath, content]);
  return files.flatMap(([path, bytes]): [string, Buffer][] => [
    [path, bytes],
    [`${path}.sha1`, Buffer.from(createHash("sha1").update(bytes).digest("hex"))],
  ]);
}

function pomOf(groupId: string, artifactId: string, version: string, dependencies: readonly string[]): string {
  return `<project><modelVersion>4.0.0</modelVersion><groupId>${groupId}</groupId><artifactId>${artifactId}</artifactId>
<version>${version}</version><dependencies>${dependencies.map(dependencyXml).join("")}</dependencies></project>`;
}

function dependencyXml(text: string): string {
  const [coordinates = "", ...excluded] = text.split(" !");
  const exclusions = excluded.map((one) => `<exclusion>${idsXml(one)}</exclusion>`).join("");
  const version = coordinates.split(":")[2];
  return `<dependency>${idsXml(coordinates)}<version>${version}</version><exclusions>${exclusions}</exclusions></dependency>`;
}

function idsXml(coordinates: string): string {
  const [groupId, artifactId] = coordinates.split(":");
  return `<groupId>${groupId}</groupId><artifactId>${artifactId}</artifactId>`;
}

/** maven-metadata.xml of every artifact, from the POMs that are there. */
function metadataOf(files: ReadonlyMap<string, Buffer>): [string, Buffer][] {
  const versions = new Map<string, string[]>();
  for (const path of [...files.keys()].filter((one) => one.endsWith(".pom"))) {
    const parts = path.split("/");
    const folder = parts.slice(0, -2).join("/");
    versions.set(folder, [...(versions.get(folder) ?? []), parts.at(-2) ?? ""]);
  }
  return [...versions].map(([folder, list]) => {
    const parts = folder.split("/");
    const ids = `<groupId>${parts.slice(0, -1).join(".")}</groupId><artifactId>${parts.at(-1)}</artifactId>`;
    const listed = list.map((version) => `<version>${version}</version>`).join("");
    const xml = `<metadata>${ids}<versioning><versions>${listed}</versions></versioning></metadata>`;
    return [`${folder}/maven-metadata.xml`, Buffer.from(xml)];
  });
}

/** A jar with one file, stored without compression. */
export function zipOf(name: string, text: string): Buffer {
  const [path, content] = [Buffer.from(name), Buffer.from(text)];
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(content.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(path.length, 22);
  const local = Buffer.concat([Buffer.from("PK\u0003\u0004"), common, path, content]);
  const central = Buffer.concat([Buffer.from("PK\u0001\u0002\u0014\u0000"), common, Buffer.alloc(14), path]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, central, Buffer.from("PK\u0005\u0006"), end]);
}
