import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { error } from "../diagnostics/report.ts";
import type { Folders } from "../model/folders.ts";
import { bytesIn } from "../state/bytes-in.ts";
import { cleanRuns } from "../state/clean-runs.ts";
import { type StateFolder, stateFolder } from "../state/state-folder.ts";
import { removeAbandonedFiles } from "../state/temporary-files.ts";
import { removeUnfinishedCaches } from "../toolchain/unfinished-startup-caches.ts";
import type { AppHost } from "./app-host.ts";
import { cleanSources } from "./records/clean-sources.ts";
import { exitCodes } from "./exit-codes.ts";
import { foldersFor } from "./folders-for.ts";
import { giveUp } from "./tell.ts";

export interface CleanOptions {
  /** `12h`, `14d`, `8w`. */
  readonly olderThan: string;
  readonly caches: boolean;
  readonly dryRun: boolean;
}

/** What can be made again without fetching Spark and Java anew; not the files of locks, which somebody may hold. */
const smallCaches = ["git", "compiled", "analysis", "local-jars", "jars"];
const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Removes old records with their working data, and caches on request; says what went, and how much it was. */
export async function clean(options: CleanOptions, host: AppHost): Promise<number> {
  const folders = foldersFor(host);
  if (!folders.ok) return giveUp(folders.diagnostics, host);
  const age = ageMs(options.olderThan);
  if (age === undefined) return giveUp([notAnAge(options.olderThan)], host);
  const verb = options.dryRun ? "would remove" : "removed";
  const state = stateFolder(folders.value.state);
  const runs = await cleanRuns(state, Date.now() - age, options.dryRun);
  for (const { run, bytes } of runs) host.stdout.write(`${verb} the record of run ${run} (${megabytes(bytes)})\n`);
  if (!options.dryRun) await removeLeftovers(state, folders.value);
  const sources = await cleanSources(state, Date.now() - age, options.dryRun);
  if (sources > 0) host.stdout.write(`${verb} sources that no run names (${megabytes(sources)})\n`);
  if (options.caches) await cleanCaches(folders.value, options.dryRun, verb, host);
  if (runs.length === 0 && sources === 0 && !options.caches)
    host.stdout.write(`No run is older than ${options.olderThan}.\n`);
  return exitCodes.succeeded;
}

/** What processes have left that were killed. */
async function removeLeftovers(state: StateFolder, { cache }: Folders): Promise<void> {
  await removeAbandonedFiles(state);
  await removeUnfinishedCaches(cache);
}

async function cleanCaches({ cache }: Folders, dryRun: boolean, verb: string, host: AppHost): Promise<void> {
  for (const name of smallCaches) {
    const folder = join(cache, name);
    if (!existsSync(folder)) continue;
    host.stdout.write(`${verb} the cache ${folder} (${megabytes(bytesIn(folder))})\n`);
    if (!dryRun) await rm(folder, { recursive: true, force: true });
  }
}

function ageMs(text: string): number | undefined {
  const [, amount, unit = ""] = /^(\d+)([mhdw])$/.exec(text) ?? [];
  const factor = unitMs[unit];
  return amount === undefined || factor === undefined ? undefined : Number(amount) * factor;
}

function notAnAge(text: string) {
  return error("AMA2005", `\`--older-than ${text}\` is no age.`, { hint: "Write a number and m, h, d or w: `14d`." });
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
