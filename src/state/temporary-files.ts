import { mkdirSync, mkdtempSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { basename, join } from "node:path";
import * as v from "valibot";
import { isAbandoned } from "./control-socket.ts";
import type { StateFolder } from "./state-folder.ts";
import { writeWhole } from "./write-whole.ts";

/**
 * What the processes of a run unpack, shuffle and spill: a private folder below TMPDIR, since the state folder may lie on
 * a slow or small disk. The state folder knows of it, so that it does not outlive its run whatever becomes of the leader.
 */
export interface TemporaryFiles {
  /** A new folder in it, which is also removed by whoever has no more use for it. */
  readonly folder: (name: string) => string;
  /** Removes all of it. */
  remove(): Promise<void>;
}

/** Where a run's temporary files lie, and on which machine. */
const place = v.object({ host: v.string(), folder: v.string() });

const prefix = "ama-";

/** Nothing is made before the first folder is asked for. */
export function temporaryFiles(state: StateFolder, run: string): TemporaryFiles {
  let root: string | undefined;
  return {
    folder(name) {
      root ??= makeRoot(state, run);
      const folder = join(root, name);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      return folder;
    },
    async remove() {
      if (root !== undefined) await removeRoot(state, run, root);
    },
  };
}

/** Removes what runs have left whose leaders were killed on this machine. What cannot be removed stays for the next time. */
export async function removeAbandonedFiles(state: StateFolder): Promise<void> {
  for (const run of await readdir(state.temporary).catch(() => [])) {
    const folder = await folderOf(state, run);
    if (folder === undefined || !(await isAbandoned(state, run))) continue;
    await removeRoot(state, run, folder);
  }
}

function makeRoot(state: StateFolder, run: string): string {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  mkdirSync(state.temporary, { recursive: true, mode: 0o700 });
  writeWhole(join(state.temporary, run), JSON.stringify({ host: hostname(), folder }));
  return folder;
}

/** The folder of a run's temporary files, where it is on this machine. */
async function folderOf(state: StateFolder, run: string): Promise<string | undefined> {
  const text = await readFile(join(state.temporary, run), "utf8").catch(() => "");
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), place), text);
  const isOurs = read.success && read.output.host === hostname() && basename(read.output.folder).startsWith(prefix);
  return isOurs ? read.output.folder : undefined;
}

/** What cannot be removed does no harm. */
async function removeRoot(state: StateFolder, run: string, root: string): Promise<void> {
  try {
    await rm(root, { recursive: true, force: true });
    await rm(join(state.temporary, run), { force: true });
  } catch {
    // Somebody still writes there, or has taken the rights away.
  }
}
