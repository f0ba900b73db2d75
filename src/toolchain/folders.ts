import { accessSync, constants, existsSync, lstatSync, mkdirSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { error } from "../diagnostics/report.ts";
import type { Folders } from "../model/folders.ts";
import { failed, ok, type Result } from "../model/result.ts";

export type { Folders };

type Variables = Readonly<Record<string, string | undefined>>;

/** The machine as the folders depend on it; tests hand in their own. */
export interface FolderPlaces {
  readonly env: Variables;
  readonly uid: number;
  readonly temporary: string;
  /** The home of the user's passwd entry, where HOME does not say. */
  readonly passwdHome: () => string | undefined;
}

export function placesOfProcess(env: Variables): FolderPlaces {
  return {
    env,
    uid: process.getuid?.() ?? 0,
    temporary: env["TMPDIR"] || tmpdir(),
    passwdHome: () => {
      try {
        return homedir();
      } catch {
        return undefined; // A uid without an entry; Node says so by throwing.
      }
    },
  };
}

/**
 * Where cache, state and configuration of the user lie: `AMA_CACHE`, `AMA_STATE` and `AMA_CONFIG`, else the XDG
 * folders, else a private folder under the temporary one. One that cannot be written to gives way to the private
 * folder; such a cache is still read. The launcher has the same rule for the cache (`cache_folder` in `ama`).
 */
export function resolveFolders(places: FolderPlaces): Result<Folders> {
  const wanted = {
    cache: wantedFolder(places, "AMA_CACHE", "XDG_CACHE_HOME", ".cache"),
    state: wantedFolder(places, "AMA_STATE", "XDG_STATE_HOME", ".local/state"),
    config: wantedFolder(places, "AMA_CONFIG", "XDG_CONFIG_HOME", ".config"),
  };
  const spare = privateFolder(places);
  const cache = usable(wanted.cache) ?? spareFolder(spare, "cache");
  const state = usable(wanted.state) ?? spareFolder(spare, "state");
  if (cache === undefined || state === undefined) return failed(noFolder(spare.path));
  const readOnly = wanted.cache !== undefined && wanted.cache !== cache && existsSync(wanted.cache);
  return ok({
    cache,
    readOnlyCaches: readOnly && wanted.cache !== undefined ? [wanted.cache] : [],
    state,
    config: wanted.config ?? join(spare.path, "config"),
  });
}

function wantedFolder(places: FolderPlaces, own: string, xdg: string, underHome: string): string | undefined {
  const explicit = places.env[own];
  if (explicit) return isAbsolute(explicit) ? explicit : join(process.cwd(), explicit);
  const shared = places.env[xdg];
  // The XDG specification: a relative path is to be ignored.
  if (shared && isAbsolute(shared)) return join(shared, "amaterasu");
  const home = places.env["HOME"] || places.passwdHome();
  return home && isAbsolute(home) ? join(home, underHome, "amaterasu") : undefined;
}

/** The folder, made if need be, unless it cannot be written to. */
function usable(folder: string | undefined): string | undefined {
  if (folder === undefined || !isWritable(nearestExisting(folder))) return undefined;
  try {
    mkdirSync(folder, { recursive: true });
    return isWritable(folder) ? folder : undefined;
  } catch {
    return undefined; // access(2) may say yes where mkdir(2) says no: quotas, odd file systems, a file in the way.
  }
}

function nearestExisting(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestExisting(dirname(path));
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

interface PrivateFolder {
  readonly path: string;
  readonly make: () => boolean;
}

/** Its name can be guessed, so it is only used when it is a real folder of this user that nobody else can enter. */
function privateFolder(places: FolderPlaces): PrivateFolder {
  const path = join(places.temporary, `amaterasu-${places.uid}`);
  return {
    path,
    make: () => {
      try {
        mkdirSync(path, { recursive: true, mode: 0o700 });
        const found = lstatSync(path);
        return found.isDirectory() && found.uid === places.uid && (found.mode & 0o077) === 0;
      } catch {
        return false;
      }
    },
  };
}

function spareFolder(spare: PrivateFolder, name: string): string | undefined {
  return spare.make() ? usable(join(spare.path, name)) : undefined;
}

function noFolder(tried: string) {
  return error("AMA1701", `Neither the home folder nor ${tried} can be written to as a folder of this user alone.`, {
    hint: "Set AMA_CACHE and AMA_STATE to folders that can be written to.",
  });
}
