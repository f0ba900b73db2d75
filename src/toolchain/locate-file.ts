import { existsSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath, pathToFileURL } from "node:url";
import { error } from "../diagnostics/report.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { failed, ok, type Result } from "../model/result.ts";
import { type HttpClient, shown } from "./http.ts";
import { indexAccept, readIndexPage } from "./index-page.ts";
import type { IndexSettings } from "./pip-config.ts";
import type { PinnedFile } from "./supported.ts";

type Page =
  | { readonly is: "found"; readonly urls: readonly URL[] }
  | { readonly is: "lacks" | "unreachable"; readonly why: string };

/** Where a pinned file can be had, best place first: the folders and pages of `find-links`, then the indexes in order. */
export async function locateFile(
  wanted: PinnedFile,
  settings: IndexSettings,
  client: HttpClient,
  signal?: AbortSignal,
): Promise<Result<readonly URL[]>> {
  const places = [
    ...settings.findLinks.map((place) => ({ place, url: linkOf(place) })),
    ...settings.indexes.map((index) => ({
      place: index,
      url: new URL(`${index.replace(/\/*$/, "")}/${wanted.project}/`),
    })),
  ];
  const asked: string[] = [];
  let unreachable = false;
  for (const { place, url } of places) {
    const page =
      url.protocol === "file:" ? filesIn(fileURLToPath(url), wanted) : await filesAt(url, wanted, client, signal);
    if (page.is === "found") return ok(page.urls);
    unreachable ||= page.is === "unreachable";
    asked.push(`${shown(place)} (${page.why})`);
  }
  return failed(notFound(wanted, asked, unreachable));
}

/** pip takes a path as well as a URL. */
function linkOf(place: string): URL {
  return /^(https?|file):/i.test(place) && URL.canParse(place) ? new URL(place) : pathToFileURL(resolve(place));
}

function filesIn(path: string, wanted: PinnedFile): Page {
  const file = basename(path) === wanted.file ? path : join(path, wanted.file);
  return existsSync(file) && statSync(file).isFile()
    ? { is: "found", urls: [pathToFileURL(file)] }
    : { is: "lacks", why: `${wanted.file} is not there` };
}

async function filesAt(url: URL, wanted: PinnedFile, client: HttpClient, signal?: AbortSignal): Promise<Page> {
  const answer = await client.get(url, { accept: indexAccept }, signal);
  if (answer.is === "unreachable") return answer;
  if (answer.status !== 200) {
    answer.response.resume();
    const isMissing = answer.status === 404 || answer.status === 410;
    return { is: isMissing ? "lacks" : "unreachable", why: statusWords(answer.status) };
  }
  const page = await bodyOf(answer.response);
  if (page === undefined) return { is: "unreachable", why: "the connection was cut" };
  const files = readIndexPage(page, answer.response.headers["content-type"] ?? "", answer.url);
  const named = files.filter(({ file }) => file === wanted.file);
  const right = named.filter(({ sha256 }) => sha256 === undefined || sha256 === wanted.sha256);
  if (right.length > 0) return { is: "found", urls: right.map((file) => withLoginOf(answer.url, file.url)) };
  return {
    is: "lacks",
    why: named.length > 0 ? `its ${wanted.file} is another one` : `it does not list ${wanted.file}`,
  };
}

async function bodyOf(response: AsyncIterable<Uint8Array>): Promise<string | undefined> {
  try {
    return await text(response);
  } catch (problem) {
    if (problem instanceof Error && problem.name === "AbortError") throw problem;
    return undefined;
  }
}

/** An index with a login usually keeps its files on the same host, behind the same login. */
function withLoginOf(index: URL, file: URL): URL {
  if (index.host !== file.host || file.username) return file;
  const url = new URL(file);
  url.username = index.username;
  url.password = index.password;
  return url;
}

export function statusWords(status: number): string {
  switch (status) {
    case 401:
    case 403:
      return `it wants other credentials (status ${status})`;
    case 404:
      return "it has no such page (status 404)";
    case 407:
      return "the proxy wants credentials (status 407)";
    default:
      return `it answered with status ${status}`;
  }
}

function notFound(wanted: PinnedFile, asked: readonly string[], unreachable: boolean): Diagnostic {
  const places = asked.length === 0 ? "pip's settings name none (no-index)" : asked.join("; ");
  return unreachable
    ? error("AMA1703", `${wanted.file} could not be fetched: ${places}.`, {
        hint: "See to the network, the proxy (HTTPS_PROXY) and pip's index (PIP_INDEX_URL, pip.conf), and start again.",
      })
    : error("AMA1704", `No package index has ${wanted.file}: ${places}.`, {
        hint: "Name an index that has it in PIP_INDEX_URL or pip.conf, or put the file into a folder that PIP_FIND_LINKS names.",
      });
}
