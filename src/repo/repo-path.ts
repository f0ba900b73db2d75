import { posix } from "node:path";

/** `path` from `base`, relative to the repo's root; undefined where it leads out of the repo. */
export function repoPath(base: string, path: string): string | undefined {
  if (path.startsWith("/")) return undefined;
  const joined = posix.normalize(posix.join(base, path));
  return joined === ".." || joined.startsWith("../") ? undefined : joined.replace(/\/$/, "");
}

/** Whether a text holds characters that no path or name has for a good reason. */
export function hasControlCharacters(text: string): boolean {
  return /\p{Cc}/u.test(text);
}
