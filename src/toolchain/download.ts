import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, existsSync, statSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { dirname } from "node:path";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { error } from "../diagnostics/report.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { failed, ok, type Result } from "../model/result.ts";
import { type HttpClient, shown } from "./http.ts";
import { statusWords } from "./locate-file.ts";
import type { ReportProgress } from "./setup-progress.ts";
import type { PinnedFile } from "./supported.ts";

export interface Download {
  readonly wanted: PinnedFile;
  /** The name for people: `Spark 4.2.0`. */
  readonly what: string;
  /** Where the finished file goes; what has arrived so far lies beside it as `.part`. */
  readonly target: string;
  readonly client: HttpClient;
  readonly progress: ReportProgress;
  readonly signal?: AbortSignal | undefined;
  /** Delays between attempts that brought nothing new; the length is the number of attempts after the first. */
  readonly delaysMs?: readonly number[];
}

const usualDelaysMs = [500, 1000, 2000, 4000, 8000];
/** Writing a line to the reporter for every chunk would cost more than the download. */
const progressEveryMs = 100;

/** How one attempt ended. `damaged`: all bytes are there, and are not the right ones. */
type Attempt = { readonly is: "complete" } | { readonly is: "cut" | "refused" | "damaged"; readonly why: string };

/**
 * Fetches a pinned file: resumes what an earlier start left, tries again when a connection breaks, and lets nothing
 * pass but the very bytes that are pinned.
 */
export async function download(url: URL, job: Download): Promise<Result<string>> {
  const part = `${job.target}.part`;
  await mkdir(dirname(job.target), { recursive: true });
  const delays = job.delaysMs ?? usualDelaysMs;
  let damaged = 0;
  for (let failures = 0; ; ) {
    const before = sizeOf(part);
    const attempt = await attemptDownload(url, part, job);
    if (attempt.is === "complete") {
      await rename(part, job.target);
      return ok(job.target);
    }
    if (attempt.is === "refused") return failed(refused(url, job, attempt.why));
    // A file resumed from an older part may be a mixture; from the first byte on it gets one more chance.
    if (attempt.is === "damaged" && (damaged++ > 0 || before === 0)) return failed(wrongBytes(url, job));
    failures = sizeOf(part) > before ? 0 : failures + 1;
    const delayMs = delays[Math.max(0, failures - 1)];
    if (delayMs === undefined) return failed(unreachable(url, job, attempt.why));
    job.progress({ is: "retrying", what: job.what, why: attempt.why, delayMs });
    await sleep(delayMs, undefined, { signal: job.signal });
  }
}

async function attemptDownload(url: URL, part: string, job: Download): Promise<Attempt> {
  const fetched = url.protocol === "file:" ? await copyFile(url, part, job) : await fetchRest(url, part, job);
  if (fetched.is !== "complete") return fetched;
  job.progress({ is: "working", what: job.what, doing: "checking" });
  if ((await sha256OfFile(part, job.signal)) === job.wanted.sha256) return fetched;
  await rm(part, { force: true });
  return { is: "damaged", why: "the file that arrived is damaged" };
}

async function copyFile(url: URL, part: string, job: Download): Promise<Attempt> {
  const source = createReadStream(fileURLToPath(url));
  await pipeline(source, counting(0, job), createWriteStream(part), { signal: job.signal });
  return { is: "complete" };
}

async function fetchRest(url: URL, part: string, job: Download): Promise<Attempt> {
  const have = sizeOf(part);
  if (have === job.wanted.bytes) return { is: "complete" };
  if (have > job.wanted.bytes) await rm(part);
  const from = have > job.wanted.bytes ? 0 : have;
  const headers = { "accept-encoding": "identity", ...(from > 0 ? { range: `bytes=${from}-` } : {}) };
  const answer = await job.client.get(url, headers, job.signal);
  if (answer.is === "unreachable") return { is: "cut", why: answer.why };
  const { status, response } = answer;
  if (status === 200 || (status === 206 && startsAt(response, from))) {
    return receive(response, part, status === 206 ? from : 0, job);
  }
  response.resume();
  if (status === 206 || status === 416) {
    await rm(part, { force: true });
    return { is: "cut", why: "the server cannot continue a download" };
  }
  const mayPass = status === 408 || status === 429 || status >= 500;
  return { is: mayPass ? "cut" : "refused", why: statusWords(status) };
}

function startsAt(response: IncomingMessage, from: number): boolean {
  return response.headers["content-range"]?.startsWith(`bytes ${from}-`) ?? false;
}

async function receive(response: IncomingMessage, part: string, from: number, job: Download): Promise<Attempt> {
  try {
    const file = createWriteStream(part, { flags: from > 0 ? "a" : "w" });
    await pipeline(response, counting(from, job), file, { signal: job.signal });
  } catch (problem) {
    job.signal?.throwIfAborted();
    if (problem instanceof SentTooMuch) {
      await rm(part, { force: true });
      return { is: "damaged", why: problem.message };
    }
    // A full or broken disk is no broken connection: another attempt would not help.
    if (problem instanceof Error && "syscall" in problem && problem.syscall === "write") throw problem;
    return { is: "cut", why: problem instanceof Error ? problem.message : "the connection was cut" };
  }
  return sizeOf(part) === job.wanted.bytes ? { is: "complete" } : { is: "cut", why: "the connection was cut" };
}

/** The file there is longer than the one wanted: to go on with what has arrived would be in vain. */
class SentTooMuch extends Error {
  constructor() {
    super("the server sent too much");
  }
}

/** Passes bytes on and tells how many there are; ends a download that is longer than it may be. */
function counting(from: number, job: Download): (chunks: AsyncIterable<Buffer>) => AsyncGenerator<Buffer> {
  const total = job.wanted.bytes;
  let received = from;
  let toldAt = 0;
  return async function* (chunks) {
    for await (const chunk of chunks) {
      received += chunk.length;
      if (received > total) throw new SentTooMuch();
      const now = performance.now();
      if (now - toldAt > progressEveryMs || received === total) {
        toldAt = now;
        job.progress({ is: "downloading", what: job.what, received, total });
      }
      yield chunk;
    }
  };
}

export async function sha256OfFile(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash, { signal });
  return hash.digest("hex");
}

function sizeOf(path: string): number {
  return existsSync(path) ? statSync(path).size : 0;
}

function unreachable(url: URL, job: Download, why: string): Diagnostic {
  return error("AMA1703", `${job.what} could not be fetched from ${shown(url)}: ${why}.`, {
    hint: "See to the network and start again: what has arrived is kept.",
  });
}

function refused(url: URL, job: Download, why: string): Diagnostic {
  return error("AMA1703", `${job.what} could not be fetched from ${shown(url)}: ${why}.`, {
    hint: "See to pip's index and its credentials (PIP_INDEX_URL, pip.conf, ~/.netrc), and start again.",
  });
}

function wrongBytes(url: URL, job: Download): Diagnostic {
  return error("AMA1705", `${shown(url)} is not ${job.wanted.file} as it was published: its SHA-256 differs.`, {
    hint: "Start again; if it happens again, the index or a proxy changes the file: use another one (PIP_INDEX_URL).",
  });
}
