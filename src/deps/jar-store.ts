import { createHash, randomUUID } from "node:crypto";
import { type BigIntStats, createReadStream } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import * as v from "valibot";
import { digestOf } from "../model/digest.ts";
import { isOfTheDisk } from "./system-errors.ts";
import { writeWhole } from "./write-whole.ts";

/**
 * The jars of all jobs of a user, each in a folder called by its SHA-256:
 *
 *     <folder>/<sha256>/<name>.jar         the jar
 *     <folder>/<sha256>/<name>.jar.seen    what its stat was when its content was last found right
 *     <folder>/known/<digest of address>   which jar a repository has at an address
 *     <folder>/partial/…                   transfers under way, or broken off
 *
 * Files appear by a rename, so any number of processes may share it.
 */
export interface StoredJar {
  readonly sha256: string;
  readonly size: number;
  readonly name: string;
}

const Seen = v.object({ stat: v.string(), at: v.number() });

/** Rot on the disk changes no stat, so that a jar's content is looked at again after a week. */
const trustMs = 7 * 24 * 3600 * 1000;

export function storedPath(folder: string, jar: StoredJar): string {
  return join(folder, jar.sha256, jar.name);
}

/**
 * Whether the store has the jar with the right content. The content is hashed only when the file's size, times or inode
 * differ from when it was last found right: the time of the inode's last change can't be set back, as a file's
 * modification time can. A damaged file is removed.
 */
export async function checkStored(folder: string, jar: StoredJar, now: number): Promise<"good" | "absent" | "damaged"> {
  const path = storedPath(folder, jar);
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  if (found === undefined) return "absent";
  if (await wasSeen(path, found, now)) return "good";
  if ((await digestOfFile(path, "sha256")) === jar.sha256) {
    await remember(path, found, now);
    return "good";
  }
  await rm(path, { force: true }).catch(ignoreReadOnly);
  return "damaged";
}

/** Looks for the jar in several stores, of which the first may be written. */
export async function findStored(
  folders: readonly string[],
  jar: StoredJar,
  now: number,
): Promise<{ readonly path?: string; readonly damaged: boolean }> {
  let damaged = false;
  for (const folder of folders) {
    const found = await checkStored(folder, jar, now);
    if (found === "good") return { path: storedPath(folder, jar), damaged };
    damaged ||= found === "damaged";
  }
  return { damaged };
}

async function wasSeen(path: string, found: BigIntStats, now: number): Promise<boolean> {
  const text = await readFile(`${path}.seen`, "utf8").catch(() => "");
  const seen = v.safeParse(v.pipe(v.string(), v.parseJson(), Seen), text);
  return seen.success && seen.output.stat === statLine(found) && now - seen.output.at < trustMs;
}

async function remember(path: string, found: BigIntStats, now: number): Promise<void> {
  const content = JSON.stringify({ stat: statLine(found), at: now });
  // A store that can't be written (an image's layer) is hashed each time instead.
  await writeWhole(`${path}.seen`, content).catch(ignoreReadOnly);
}

function ignoreReadOnly(e: unknown): void {
  if (!isOfTheDisk(e)) throw e;
}

function statLine(found: BigIntStats): string {
  return [found.size, found.mtimeNs, found.ctimeNs, found.ino].join(" ");
}

/** Moves a fetched file into the store; `jar` says what it was found to be. */
export async function addToStore(folder: string, file: string, jar: StoredJar, now: number): Promise<string> {
  const path = storedPath(folder, jar);
  await mkdir(dirname(path), { recursive: true });
  await rename(file, path);
  await remember(path, await stat(path, { bigint: true }), now);
  return path;
}

const Known = v.object({ sha256: v.string(), size: v.number() });

/** What was fetched from an address before: repositories never change a jar that is published. */
export async function recallAddress(folder: string, address: string): Promise<Omit<StoredJar, "name"> | undefined> {
  const text = await readFile(knownFile(folder, address), "utf8").catch(() => "");
  const known = v.safeParse(v.pipe(v.string(), v.parseJson(), Known), text);
  return known.success ? known.output : undefined;
}

/** Notes what an address holds. */
export async function noteAddress(
  folder: string,
  address: string,
  { sha256, size }: Omit<StoredJar, "name">,
): Promise<void> {
  await writeWhole(knownFile(folder, address), JSON.stringify({ sha256, size }));
}

function knownFile(folder: string, address: string): string {
  return join(folder, "known", digestOf(address).slice(0, 32));
}

/** The digest of a file's content, in hexadecimal. */
export async function digestOfFile(file: string, algorithm: "sha256" | "sha1"): Promise<string> {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest("hex");
}

/** A transfer not touched for this long is nobody's any more. */
const abandonedMs = 60_000;

/** A file of our own to fetch `key` into; it begins with what a broken-off transfer of the same has left. */
export async function claimPartial(folder: string, key: string): Promise<string> {
  const partial = join(folder, "partial");
  await mkdir(partial, { recursive: true });
  const name = digestOf(key).slice(0, 32);
  const own = join(partial, `${name}.${randomUUID()}`);
  for (const left of (await readdir(partial)).filter((one) => one.startsWith(name))) {
    const path = join(partial, left);
    if (left !== name && !(await isAbandoned(path))) continue;
    // Whoever renames it first has it.
    const taken = await rename(path, own).then(
      () => true,
      () => false,
    );
    if (!taken) continue;
    await utimes(own, new Date(), new Date());
    break;
  }
  return own;
}

async function isAbandoned(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > abandonedMs;
}

/** Leaves what has come so far to the next process that wants the same. */
export async function leavePartial(own: string): Promise<void> {
  const [name = ""] = basename(own).split(".");
  await rename(own, join(dirname(own), name)).catch(() => undefined);
}
