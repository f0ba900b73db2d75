import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface Login {
  readonly user: string;
  readonly password: string;
}

/** What `~/.netrc` (or `$NETRC`) has for a host; `default` counts for all others. */
export function loginFromNetrc(env: Readonly<Record<string, string | undefined>>, host: string): Login | undefined {
  const path = env["NETRC"] ?? (env["HOME"] && join(env["HOME"], ".netrc"));
  if (!path) return undefined;
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return undefined; // Most people have none.
  }
  return findLogin(text, host);
}

export function findLogin(text: string, host: string): Login | undefined {
  const words = text.replaceAll(/^\s*#.*$/gm, "").split(/\s+/);
  let applies = false;
  const found: { login?: string; password?: string } = {};
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (word === "machine" || word === "default") {
      if (applies) break;
      applies = word === "default" || words[++i] === host;
    } else if (applies && (word === "login" || word === "password")) found[word] = words[++i] ?? "";
  }
  return found.login === undefined ? undefined : { user: found.login, password: found.password ?? "" };
}
