import { unescape as decoded } from "node:querystring";

/** What `--repo` names, taken apart. */
export type RepoAddress =
  | { readonly is: "path"; readonly path: string; readonly folder?: string }
  | { readonly is: "url"; readonly remote: Remote; readonly folder?: string }
  | { readonly is: "forbidden"; readonly shown: string; readonly why: string };

/** A repository elsewhere; the password of its URL is held apart, so that no argument, file or message has it. */
export interface Remote {
  /** For git: without user and password where they are http's. */
  readonly url: string;
  /** For messages and the record: without anything that may be secret. */
  readonly shown: string;
  readonly credentials?: { readonly username: string; readonly password: string };
}

/** Takes `repo//jobs/orders`, a path, or any URL that git knows, apart. */
export function parseRepoAddress(text: string): RepoAddress {
  if (text.startsWith("-")) return forbidden(text, "it begins with a dash");
  const helper = /^([A-Za-z0-9]+)::/.exec(text)?.[1]?.toLowerCase();
  if (helper === "ext" || helper === "fd")
    return forbidden(text, `${helper}:: runs commands or takes over file handles`);
  const { base, folder } = splitFolder(text);
  const inFolder = folder === undefined ? {} : { folder };
  if (helper === undefined && !isUrl(base)) return { is: "path", path: base, ...inFolder };
  return { is: "url", remote: parseRemote(base), ...inFolder };
}

function forbidden(text: string, why: string): RepoAddress {
  return { is: "forbidden", shown: withoutCredentials(text), why };
}

/** With a scheme, or scp's `host:path`, in which no slash comes before the colon. */
function isUrl(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(text) || /^[^/:]+:(?!:)/.test(text);
}

function splitFolder(text: string): { base: string; folder?: string } {
  const scheme = /^[A-Za-z0-9+.-]+:(?::[A-Za-z0-9+.-]+:)?\/\//.exec(text)?.[0].length ?? 0;
  // Past the scheme, and past a path's own leading slash.
  const at = text.indexOf("//", scheme + 1);
  if (at < 0) return { base: text };
  const folder = text.slice(at + 2).replaceAll(/^\/+|\/+$/g, "");
  return folder === "" ? { base: text.slice(0, at) } : { base: text.slice(0, at), folder };
}

function parseRemote(text: string): Remote {
  const match = /^(https?:\/\/)([^/@]*)@(.*)$/i.exec(text);
  const shown = withoutCredentials(text);
  if (match === null) return { url: text, shown };
  const [username = "", password = ""] = (match[2] ?? "").split(/:(.*)/s);
  const credentials = { username: decoded(username), password: decoded(password) };
  return { url: `${match[1]}${match[3]}`, shown, credentials };
}

/**
 * The text with the credentials of every URL in it taken out: all of `user:password@` of http, where a user name may be
 * a token; the password alone of other schemes; and the values of a query.
 */
export function withoutCredentials(text: string): string {
  return text
    .replaceAll(/(https?:\/\/)[^/@\s'"]*@/gi, "$1")
    .replaceAll(/([A-Za-z][A-Za-z0-9+.-]*:\/\/[^/@:\s'"]*):[^/@\s'"]*@/g, "$1@")
    .replaceAll(/(:\/\/[^\s'"?]*\?)[^\s'"]*/g, "$1…");
}
