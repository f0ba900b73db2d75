import { posix } from "node:path";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { hasErrors } from "../../model/diagnostic.ts";
import { everyAction } from "../../model/every-action.ts";
import type { Folders } from "../../model/folders.ts";
import type { Action, ActionSource, Job } from "../../model/job.ts";
import { failed, ok, type Result } from "../../model/result.ts";
import type { Checkout } from "../../repo/git-open-repo.ts";
import type { AppHost } from "../app-host.ts";
import { digestOf } from "../../model/digest.ts";

type UrlSource = Extract<ActionSource, { kind: "url" }>;

/** A job whose sources all lie in its source tree. */
export interface FetchedJob {
  readonly job: Job;
  readonly checkout: Checkout;
}

export interface FetchMode {
  /** Whether the network is asked; otherwise only copies of earlier runs are used. */
  readonly online: boolean;
  readonly needed: boolean;
}

/**
 * Brings the files that actions name by URL into the source tree, so that a run has them, fixed by digest, like all
 * others. What cannot be had and is not needed stays a URL.
 */
export async function fetchSources(
  { job, checkout }: FetchedJob,
  folders: Folders,
  host: AppHost,
  { online, needed }: FetchMode,
): Promise<Result<FetchedJob>> {
  const sources = everyAction(job).flatMap(({ source }) => (source.kind === "url" ? [source] : []));
  if (sources.length === 0) return ok({ job, checkout });
  const { fetchSource } = await import("../../deps/fetch-source.ts");
  const { extendSourceTree } = await import("../../repo/extend-source-tree.ts");
  const found = new Map<string, Uint8Array>();
  const diagnostics: Diagnostic[] = [];
  for (const source of new Map(sources.map((one) => [one.url, one])).values()) {
    const fetched = await fetchSource(source, `${folders.cache}/sources`, { env: host.env, online });
    if (fetched.ok) found.set(source.url, fetched.value);
    if (fetched.ok || needed) diagnostics.push(...fetched.diagnostics);
  }
  if (hasErrors(diagnostics)) return failed(...diagnostics);
  const additions = [...found].map(([url, bytes]) => ({ path: pathOf(url), bytes }));
  const tree = extendSourceTree(checkout.tree, `${folders.state}/sources`, additions);
  return ok({ job: withPaths(job, found), checkout: { ...checkout, tree } }, diagnostics);
}

/** Where a fetched file lies in the tree: its own name, below one that no other URL has. */
function pathOf(url: string): string {
  const name = posix.basename(new URL(url).pathname) || "source";
  return `fetched/${digestOf(new TextEncoder().encode(url)).slice(0, 8)}/${name}`;
}

function withPaths(job: Job, found: ReadonlyMap<string, unknown>): Job {
  const sourceOf = (source: UrlSource): ActionSource =>
    found.has(source.url) ? { kind: "file", path: pathOf(source.url), at: source.at } : source;
  const inTree = (action: Action): Action => ({
    ...action,
    source: action.source.kind === "url" ? sourceOf(action.source) : action.source,
    ...(action.error === undefined ? {} : { error: inTree(action.error) }),
  });
  return {
    ...job,
    actions: job.actions.map(inTree),
    ...(job.error === undefined ? {} : { error: inTree(job.error) }),
    ...(job.finally === undefined ? {} : { finally: inTree(job.finally) }),
  };
}
