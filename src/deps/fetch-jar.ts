import { rm, stat } from "node:fs/promises";
import {
  addToStore,
  checkStored,
  claimPartial,
  digestOfFile,
  leavePartial,
  noteAddress,
  recallAddress,
  storedPath,
} from "./jar-store.ts";
import { fetchText, type Network } from "./network.ts";
import { isOfTheDisk, reasonOf } from "./system-errors.ts";
import { type TransferOutcome, transfer } from "./transfer.ts";
import { localRepositoryId, type Repository } from "./wanted-repositories.ts";

/** A jar to fetch: where repositories have it, and its digest where a lock knows it. */
export interface WantedJar {
  readonly path: string;
  readonly name: string;
  readonly sha256?: string;
}

/** Why a repository did not give it. */
export interface Refusal {
  readonly repository: Repository;
  /** The address asked, which is the mirror's where there is one. */
  readonly asked: string;
  readonly outcome:
    | Exclude<TransferOutcome, { is: "fetched" }>
    | { readonly is: "other-content"; readonly expected: string; readonly found: string }
    | { readonly is: "blocked"; readonly mirror: string };
}

export type FetchOutcome =
  | {
      readonly is: "fetched";
      readonly repository: Repository;
      readonly path: string;
      readonly sha256: string;
      readonly size: number;
    }
  | { readonly is: "refused"; readonly refusals: readonly Refusal[] };

/** Fetches a jar from the first of `repositories` that has it, checks its content, and puts it into the store. */
export async function fetchJar(
  wanted: WantedJar,
  repositories: readonly Repository[],
  network: Network,
): Promise<FetchOutcome> {
  const refusals: Refusal[] = [];
  for (const repository of repositories) {
    const access = network.accessTo(repository);
    if (access.blockedBy !== undefined) {
      refusals.push({ repository, asked: access.url, outcome: { is: "blocked", mirror: access.blockedBy } });
      continue;
    }
    const got = (await recall(wanted, repository, network)) ?? (await fetchInto(wanted, repository, network));
    if (got.is === "fetched") return { ...got, repository };
    refusals.push({ repository, asked: access.url, outcome: got });
    if (got.is === "unwritable" || network.signal?.aborted === true) break;
  }
  return { is: "refused", refusals };
}

type Got = { readonly is: "fetched"; path: string; sha256: string; size: number } | Refusal["outcome"];

/** The jar as an earlier transfer from the same address left it in the store. */
async function recall(wanted: WantedJar, repository: Repository, { store }: Network): Promise<Got | undefined> {
  const known = await recallAddress(store, addressOf(wanted, repository));
  if (known === undefined || (wanted.sha256 !== undefined && wanted.sha256 !== known.sha256)) return undefined;
  const jar = { ...known, name: wanted.name };
  return (await checkStored(store, jar, Date.now())) === "good"
    ? { is: "fetched", path: storedPath(store, jar), ...known }
    : undefined;
}

function addressOf({ path }: WantedJar, { id, url }: Repository): string {
  return `${id} ${url}/${path}`;
}

async function fetchInto(wanted: WantedJar, repository: Repository, network: Network): Promise<Got> {
  try {
    return await fetchFrom(wanted, repository, network);
  } catch (e) {
    if (isOfTheDisk(e)) return { is: "unwritable", reason: reasonOf(e) };
    throw e;
  }
}

async function fetchFrom(wanted: WantedJar, repository: Repository, network: Network): Promise<Got> {
  const access = network.accessTo(repository);
  const partial = await claimPartial(network.store, `${access.url} ${wanted.path} ${wanted.sha256 ?? ""}`);
  let got: Got = { is: "absent" };
  // What was left of an earlier transfer may not be the beginning of this file: the second time begins anew.
  for (const _ of [1, 2]) {
    const outcome = await transfer(access, wanted.path, partial, network);
    if (outcome.is !== "fetched") {
      await (outcome.is === "failed" ? leavePartial(partial) : rm(partial, { force: true }));
      return outcome;
    }
    got = await checked(wanted, repository, partial, network);
    if (got.is === "fetched") break;
    await rm(partial, { force: true });
  }
  return got;
}

async function checked(wanted: WantedJar, repository: Repository, file: string, network: Network): Promise<Got> {
  const sha256 = await digestOfFile(file, "sha256");
  if (wanted.sha256 !== undefined && wanted.sha256 !== sha256)
    return { is: "other-content", expected: wanted.sha256, found: sha256 };
  const sha1 = wanted.sha256 === undefined ? await publishedSha1(wanted, repository, network) : undefined;
  if (sha1 !== undefined) {
    const found = await digestOfFile(file, "sha1");
    if (found !== sha1) return { is: "other-content", expected: sha1, found };
  }
  const { size } = await stat(file);
  const path = await addToStore(network.store, file, { sha256, size, name: wanted.name }, Date.now());
  // What lies in the user's own Maven repository changes with every "mvn install".
  if (repository.id !== localRepositoryId)
    await noteAddress(network.store, addressOf(wanted, repository), { sha256, size });
  return { is: "fetched", path, sha256, size };
}

/** The digest that the repository publishes beside the jar; most do, none must. */
async function publishedSha1(wanted: WantedJar, repository: Repository, network: Network): Promise<string | undefined> {
  const text = await fetchText(network, repository, `${wanted.path}.sha1`);
  return text.is === "text" ? /\b[0-9a-f]{40}\b/i.exec(text.text)?.[0].toLowerCase() : undefined;
}
