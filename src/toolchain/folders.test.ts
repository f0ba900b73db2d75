import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type FolderPlaces, resolveFolders } from "./folders.ts";
import { scratch } from "./setup.test-support.ts";

const uid = process.getuid?.() ?? 0;

function places(temporary: string, env: Record<string, string>, passwdHome?: string): FolderPlaces {
  return { env, uid, temporary, passwdHome: () => passwdHome };
}

function resolved(from: FolderPlaces) {
  const folders = resolveFolders(from);
  if (!folders.ok) throw new Error(folders.diagnostics[0]?.message);
  return folders.value;
}

test("own variables, then XDG's, then the home folder", () => {
  using folder = scratch();
  const { path } = folder;
  expect(
    resolved(places(path, { HOME: join(path, "h"), XDG_CACHE_HOME: join(path, "x"), AMA_STATE: join(path, "s") })),
  ).toEqual({
    cache: join(path, "x/amaterasu"),
    readOnlyCaches: [],
    state: join(path, "s"),
    config: join(path, "h/.config/amaterasu"),
  });
});

test("without HOME the passwd entry's home counts", () => {
  using folder = scratch();
  expect(resolved(places(folder.path, {}, join(folder.path, "p"))).cache).toBe(join(folder.path, "p/.cache/amaterasu"));
});

test("without any home a private folder is made, which nobody else can enter", () => {
  using folder = scratch();
  const { cache, state } = resolved(places(folder.path, {}));
  const own = join(folder.path, `amaterasu-${uid}`);
  expect([cache, state]).toEqual([join(own, "cache"), join(own, "state")]);
  expect(statSync(own).mode & 0o777).toBe(0o700);
});

test("a private folder that somebody else prepared is not used", () => {
  using folder = scratch();
  const own = join(folder.path, `amaterasu-${uid}`);
  mkdirSync(own);
  chmodSync(own, 0o777);
  expect(resolveFolders(places(folder.path, {})).diagnostics.map((d) => d.code)).toEqual(["AMA1701"]);
  using other = scratch();
  symlinkSync(folder.path, join(other.path, `amaterasu-${uid}`));
  expect(resolveFolders(places(other.path, {})).ok).toBe(false);
});

test("a cache that cannot be written to is read, and another one written", () => {
  using folder = scratch();
  const baked = join(folder.path, "baked");
  writeFileSync(baked, ""); // A file in the folder's place: nobody can make folders in it, root included.
  const { cache, readOnlyCaches } = resolved(places(folder.path, { AMA_CACHE: baked, HOME: folder.path }));
  expect(cache).toBe(join(folder.path, `amaterasu-${uid}`, "cache"));
  expect(readOnlyCaches).toEqual([baked]);
});
