import { randomUUID } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { isOffline } from "../model/offline.ts";
import { ok, type Result } from "../model/result.ts";
import { trustedCertificates } from "./certificates.ts";
import { claimPartial } from "./jar-store.ts";
import { type MavenSettings, type ProcessVariables, readMavenSettings } from "./maven-settings.ts";
import { accessTo, type RepositoryAccess } from "./repository-access.ts";
import { type TransferOptions, type TransferOutcome, transfer } from "./transfer.ts";
import type { Repository } from "./wanted-repositories.ts";

/** What the process offers to transfers. */
export interface NetworkPorts {
  readonly env: ProcessVariables;
  readonly signal?: AbortSignal;
  /** Called with the number of bytes of jars that came in. */
  readonly onBytes?: (count: number) => void;
  /** Half a second where it is missing. */
  readonly retryAfterMs?: number;
}

/** Maven repositories as this machine's settings let them be reached, and the store that jars are put into. */
export interface Network extends TransferOptions {
  readonly settings: MavenSettings;
  /** The folder of the jar store. */
  readonly store: string;
  /** `AMA_OFFLINE=1`, or `<offline>` in settings.xml. */
  readonly offline: boolean;
  readonly accessTo: (repository: Repository) => RepositoryAccess;
}

/** Reads settings and certificates once, for all transfers of a command. */
export function openNetwork(store: string, ports: NetworkPorts): Result<Network> {
  const settings = readMavenSettings(ports.env);
  if (!settings.ok) return settings;
  const ca = trustedCertificates(ports.env);
  if (!ca.ok) return ca;
  const { value } = settings;
  const { signal, onBytes } = ports;
  const { retryAfterMs = 500 } = ports;
  const options = {
    retryAfterMs,
    ...(signal === undefined ? {} : { signal }),
    ...(onBytes === undefined ? {} : { onBytes }),
  };
  const offline = value.offline || isOffline(ports.env);
  const known = new Map<string, RepositoryAccess>();
  function access(repository: Repository): RepositoryAccess {
    const key = `${repository.id} ${repository.url}`;
    const found = known.get(key) ?? accessTo(repository, value, ports.env);
    known.set(key, found);
    return found;
  }
  return ok({ ...options, ca: ca.value, settings: value, store, offline, accessTo: access });
}

type TextOutcome = { readonly is: "text"; readonly text: string } | Exclude<TransferOutcome, { is: "fetched" }>;

/** The content of a small file of a repository, such as its metadata. */
export async function fetchText(network: Network, repository: Repository, path: string): Promise<TextOutcome> {
  const { onBytes: _, ...quietly } = network;
  const file = await claimPartial(network.store, randomUUID());
  try {
    const outcome = await transfer(network.accessTo(repository), path, file, quietly);
    return outcome.is === "fetched" ? { is: "text", text: await readFile(file, "utf8") } : outcome;
  } finally {
    await rm(file, { force: true });
  }
}
