import { copyFile, open, stat } from "node:fs/promises";
import { Agent as HttpAgent, type IncomingMessage, get as httpGet } from "node:http";
import { Agent as HttpsAgent, get as httpsGet } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { RepositoryAccess } from "./repository-access.ts";
import { codeOf, isOfTheDisk, reasonOf } from "./system-errors.ts";

/**
 * How a transfer ended. `denied` is 401, 403 or a proxy's 407; `unwritable` is this machine's disk; `failed` is anything
 * that another try may mend.
 */
export type TransferOutcome =
  | { readonly is: "fetched" }
  | { readonly is: "absent" }
  | { readonly is: "denied"; readonly status: number }
  | { readonly is: "unwritable"; readonly reason: string }
  | { readonly is: "failed"; readonly reason: string /** Whether another try is no use. */; readonly final?: true };

export interface TransferOptions {
  /** PEM texts of the authorities to trust. */
  readonly ca: readonly string[];
  readonly signal?: AbortSignal;
  /** Called with the number of bytes that came in. */
  readonly onBytes?: (count: number) => void;
  /** How long to wait before the second attempt; each further one waits twice as long. */
  readonly retryAfterMs: number;
}

const attempts = 4;
const idleMs = 30_000;

/**
 * Fetches `path` of a repository into `target`. What `target` already holds is taken as the beginning of the file, so
 * an interrupted transfer goes on where it stopped; whether the whole is right is for the caller to check by digest.
 */
export async function transfer(
  access: RepositoryAccess,
  path: string,
  target: string,
  options: TransferOptions,
): Promise<TransferOutcome> {
  const url = new URL(`${access.url}/${path}`);
  if (url.protocol === "file:") return copy(url, target);
  let outcome: TransferOutcome = { is: "failed", reason: "not tried" };
  for (let attempt = 1; attempt <= attempts; attempt++) {
    outcome = await once(url, access, target, options);
    if (outcome.is !== "failed" || outcome.final === true || options.signal?.aborted === true) return outcome;
    if (attempt < attempts)
      await sleep(options.retryAfterMs * 2 ** (attempt - 1), undefined, options).catch(ignoreAbort);
  }
  return outcome;
}

function ignoreAbort(e: unknown): void {
  if (!(e instanceof Error && e.name === "AbortError")) throw e;
}

async function copy(url: URL, target: string): Promise<TransferOutcome> {
  try {
    await copyFile(fileURLToPath(url), target);
    return { is: "fetched" };
  } catch (e) {
    const code = codeOf(e);
    if (code === "ENOENT" || code === "ENOTDIR") return { is: "absent" };
    return { is: isOfTheDisk(e) ? "unwritable" : "failed", reason: reasonOf(e) };
  }
}

async function once(
  url: URL,
  access: RepositoryAccess,
  target: string,
  options: TransferOptions,
): Promise<TransferOutcome> {
  try {
    const have = await sizeOf(target);
    const response = await follow(url, access, have, options);
    return await receive(response, have, target, options);
  } catch (e) {
    if (isOfTheDisk(e)) return { is: "unwritable", reason: reasonOf(e) };
    return { is: "failed", reason: reasonOf(e), ...(isFinal(e) ? { final: true } : {}) };
  }
}

/** What stays as it is for a while: unknown names, closed ports, certificates that are not trusted. */
function isFinal(e: unknown): boolean {
  return /^(ENOTFOUND|ECONNREFUSED|.*CERT.*|.*VERIFY.*|ERR_INVALID_URL)$/.test(codeOf(e));
}

async function receive(
  response: IncomingMessage,
  have: number,
  target: string,
  options: TransferOptions,
): Promise<TransferOutcome> {
  const status = response.statusCode ?? 0;
  if (status === 200 || status === 206) {
    await save(response, target, status === 206 ? "a" : "w", options);
    return { is: "fetched" };
  }
  response.resume();
  // What is there is already whole, or longer than the file: the digest tells.
  if (status === 416 && have > 0) return { is: "fetched" };
  if (status === 404 || status === 410) return { is: "absent" };
  if (status === 401 || status === 403 || status === 407) return { is: "denied", status };
  return { is: "failed", reason: `the answer was ${status} ${response.statusMessage ?? ""}`.trim() };
}

/** Chunk by chunk, so that all that came before a connection breaks off is on the disk. */
async function save(
  response: IncomingMessage,
  target: string,
  flags: "a" | "w",
  { onBytes }: TransferOptions,
): Promise<void> {
  const file = await open(target, flags);
  try {
    for await (const chunk of response) {
      if (!Buffer.isBuffer(chunk)) throw new TypeError("a response without an encoding yields buffers");
      await file.writeFile(chunk);
      onBytes?.(chunk.length);
    }
  } finally {
    await file.close();
  }
}

async function follow(
  start: URL,
  access: RepositoryAccess,
  have: number,
  options: TransferOptions,
): Promise<IncomingMessage> {
  let url = start;
  for (let hops = 0; hops < 6; hops++) {
    // Credentials are for the repository's own host only.
    const own = url.origin === start.origin ? access.headers : {};
    const response = await request(url, { ...own, ...(have > 0 ? { range: `bytes=${have}-` } : {}) }, access, options);
    const location = response.headers.location;
    if (![301, 302, 303, 307, 308].includes(response.statusCode ?? 0) || location === undefined) return response;
    response.resume();
    url = new URL(location, url);
    if (url.protocol !== "https:" && url.protocol !== start.protocol)
      throw new Error(`it redirects to ${url.protocol}//${url.host}`);
  }
  throw new Error("it redirects in a circle");
}

function request(
  url: URL,
  headers: Readonly<Record<string, string>>,
  access: RepositoryAccess,
  options: TransferOptions,
): Promise<IncomingMessage> {
  const secure = url.protocol === "https:";
  const { http, https } = agentsFor(access, options.ca);
  const agent = secure ? https : http;
  const common = { agent, headers: { "user-agent": "amaterasu", ...headers }, timeout: idleMs };
  const settings = options.signal === undefined ? common : { ...common, signal: options.signal };
  return new Promise((resolve, reject) => {
    const sent = secure ? httpsGet(url, settings, resolve) : httpGet(url, settings, resolve);
    sent.on("timeout", () => sent.destroy(new Error(`nothing came for ${idleMs / 1000} s`)));
    sent.on("error", reject);
  });
}

interface Agents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
}

/** Connections are kept per way of access: its proxy is part of an agent. */
const agents = new WeakMap<RepositoryAccess, Agents>();

function agentsFor(access: RepositoryAccess, ca: readonly string[]): Agents {
  const known = agents.get(access);
  if (known !== undefined) return known;
  const common = { keepAlive: true, proxyEnv: { ...access.proxyEnv } };
  const made = { http: new HttpAgent(common), https: new HttpsAgent({ ...common, ca: [...ca] }) };
  agents.set(access, made);
  return made;
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch {
    // Nothing has been fetched yet.
    return 0;
  }
}
