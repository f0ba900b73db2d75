import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { error, warning } from "../diagnostics/report.ts";
import { digestOf } from "../model/digest.ts";
import type { Location } from "../model/location.ts";
import { failed, ok, type Result } from "../model/result.ts";
import { trustedCertificates } from "./certificates.ts";
import type { ProcessVariables } from "./maven-settings.ts";
import { type TransferOutcome, transfer } from "./transfer.ts";

/** A file that an action names by URL. */
export interface RemoteSource {
  readonly url: string;
  readonly at: Location;
}

export interface FetchPorts {
  readonly env: ProcessVariables;
  /** Whether the network may be asked; otherwise only the copy in `folder` counts. */
  readonly online: boolean;
  readonly signal?: AbortSignal;
  readonly retryAfterMs?: number;
}

/**
 * The content behind a URL of http or https. `folder` keeps a copy, which is used with a warning where the server cannot
 * be reached; content that is not what it was the last time is remarked too.
 */
export async function fetchSource(
  source: RemoteSource,
  folder: string,
  ports: FetchPorts,
): Promise<Result<Uint8Array>> {
  const kept = join(folder, digestOf(source.url));
  const before = await contentOf(kept);
  if (!ports.online) return before === undefined ? failed(unfetched(source, "the network is not asked")) : ok(before);
  const fetched = await download(source.url, kept, folder, ports);
  if (!fetched.ok) return fetched;
  if (fetched.value.is !== "fetched")
    return before === undefined ? notFetched(source, fetched.value) : copyOf(source, before, fetched.value);
  const now = await readFile(kept);
  return ok(now, before === undefined || before.equals(now) ? [] : [changed(source)]);
}

async function download(
  url: string,
  kept: string,
  folder: string,
  ports: FetchPorts,
): Promise<Result<TransferOutcome>> {
  const ca = trustedCertificates(ports.env);
  if (!ca.ok) return ca;
  await mkdir(folder, { recursive: true });
  const partial = `${kept}.${randomUUID()}`;
  const { base, path, headers } = partsOf(url);
  const { retryAfterMs = 500, signal } = ports;
  const options = { ca: ca.value, retryAfterMs, ...(signal === undefined ? {} : { signal }) };
  const outcome = await transfer({ id: base, url: base, headers, proxyEnv: ports.env }, path, partial, options);
  if (outcome.is === "fetched") await rename(partial, kept);
  else await rm(partial, { force: true });
  return ok(outcome);
}

/** As `transfer` takes an address: what stands before the last slash of the path, the rest, and credentials apart. */
function partsOf(text: string): { base: string; path: string; headers: Readonly<Record<string, string>> } {
  const { origin, pathname, search, username, password } = new URL(text);
  const slash = pathname.lastIndexOf("/");
  const basic = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString("base64");
  return {
    base: `${origin}${pathname.slice(0, slash)}`,
    path: `${pathname.slice(slash + 1)}${search}`,
    headers: username === "" ? {} : { authorization: `Basic ${basic}` },
  };
}

/** Without a password. */
function shown(url: string): string {
  return url.replace(/\/\/[^/@]*@/, "//");
}

async function contentOf(file: string): Promise<Buffer | undefined> {
  const exists = await stat(file).then(
    () => true,
    () => false,
  );
  return exists ? readFile(file) : undefined;
}

function notFetched(source: RemoteSource, outcome: Exclude<TransferOutcome, { is: "fetched" }>): Result<never> {
  return failed(unfetched(source, reasonOf(outcome)));
}

function copyOf(
  source: RemoteSource,
  before: Buffer,
  outcome: Exclude<TransferOutcome, { is: "fetched" }>,
): Result<Buffer> {
  const message = `\`${shown(source.url)}\` cannot be fetched: ${reasonOf(outcome)}. The copy of the last time is used.`;
  return ok(before, [warning("AMA1117", message, { at: source.at })]);
}

function unfetched(source: RemoteSource, why: string) {
  const message = `The action's file \`${shown(source.url)}\` cannot be fetched: ${why}.`;
  return error("AMA1116", message, {
    at: source.at,
    hint: "Look whether the URL is right, or put the file into src/.",
  });
}

function changed(source: RemoteSource) {
  return warning("AMA1118", `\`${shown(source.url)}\` is not what it was when it was fetched the last time.`, {
    at: source.at,
  });
}

function reasonOf(outcome: Exclude<TransferOutcome, { is: "fetched" }>): string {
  if (outcome.is === "absent") return "the server has no such file";
  return outcome.is === "denied" ? `the server refuses it (${outcome.status})` : outcome.reason;
}
