import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { error } from "../diagnostics/report.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { ok, type Result, unlessErrors } from "../model/result.ts";
import { decryptPassword, isEncrypted, masterPassphrase } from "./maven-password.ts";
import { elementsAt, parseXml, textOf, type XmlElement, XmlError } from "./xml.ts";

export interface Mirror {
  readonly id: string;
  readonly url: string;
  readonly mirrorOf: string;
  readonly blocked: boolean;
}

/** What a `<server>` says about the repository or mirror of its id. */
export interface ServerAccess {
  readonly id: string;
  readonly username?: string;
  readonly password?: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface ProxyAccess {
  /** The protocol of the addresses that it is for. */
  readonly protocol: string;
  readonly host: string;
  readonly port: number;
  readonly username?: string;
  readonly password?: string;
  /** Maven's notation: `localhost|*.example.com`. */
  readonly nonProxyHosts: string;
}

/** The parts of Maven's settings.xml that say how repositories are reached. */
export interface MavenSettings {
  readonly mirrors: readonly Mirror[];
  readonly servers: readonly ServerAccess[];
  readonly proxies: readonly ProxyAccess[];
  readonly offline: boolean;
  /** The user's Maven folder, `~/.m2`; undefined where the user has no home. */
  readonly userFolder?: string;
  readonly mavenHome?: string;
  /** The repository that `mvn install` fills. */
  readonly userRepository?: string;
}

export type ProcessVariables = Readonly<Record<string, string | undefined>>;

/** Reads `~/.m2/settings.xml`, and below it `conf/settings.xml` of `MAVEN_HOME` or `M2_HOME`. Missing files say nothing. */
export function readMavenSettings(env: ProcessVariables): Result<MavenSettings> {
  const home = homeFolder(env);
  const userFolder = home === undefined ? undefined : join(home, ".m2");
  const mavenHome = env.MAVEN_HOME || env.M2_HOME;
  const problems: Diagnostic[] = [];
  const read = (file: string) => readFile(file, { ...env, HOME: home }, problems);
  const user = userFolder === undefined ? undefined : read(join(userFolder, "settings.xml"));
  const global = mavenHome === undefined ? undefined : read(join(mavenHome, "conf/settings.xml"));
  const files = [user, global].filter((file) => file !== undefined);
  const master = once(() => masterPassword(userFolder));
  const merged = {
    mirrors: files.flatMap(mirrorsOf),
    servers: files.flatMap((file) => serversOf(file, master, problems)),
    proxies: files.flatMap((file) => proxiesOf(file, master, problems)),
    offline: files.some((file) => textOf(file, "offline") === "true"),
  };
  const repository = files.map((file) => textOf(file, "localRepository")).find((path) => path !== undefined);
  const userRepository = repository ?? (userFolder === undefined ? undefined : join(userFolder, "repository"));
  return unlessErrors(
    {
      ...merged,
      ...(userFolder === undefined ? {} : { userFolder }),
      ...(mavenHome === undefined ? {} : { mavenHome }),
      ...(userRepository === undefined ? {} : { userRepository }),
    },
    problems,
  );
}

function homeFolder(env: ProcessVariables): string | undefined {
  if (env.HOME !== undefined && env.HOME !== "") return env.HOME;
  try {
    return homedir();
  } catch {
    // A user without an entry in passwd has no home, and so no settings.
    return undefined;
  }
}

function readFile(file: string, env: ProcessVariables, problems: Diagnostic[]): XmlElement | undefined {
  const text = readIfThere(file);
  if (!text.ok) problems.push(...text.diagnostics);
  if (!text.ok || text.value === undefined) return undefined;
  try {
    return interpolated(parseXml(text.value), env);
  } catch (e) {
    if (!(e instanceof XmlError)) throw e;
    const at = { file, line: e.line, column: 1 };
    const sourceLine = text.value.split(/\r?\n/)[e.line - 1] ?? "";
    problems.push(
      error("AMA1527", `${file} cannot be read: ${e.message}.`, {
        at,
        sourceLine,
        hint: "Correct it, or move it away.",
      }),
    );
    return undefined;
  }
}

function readIfThere(file: string): Result<string | undefined> {
  try {
    return ok(readFileSync(file, "utf8"));
  } catch (e) {
    const code = e instanceof Error && "code" in e ? String(e.code) : String(e);
    if (["ENOENT", "ENOTDIR", "EACCES"].includes(code)) return ok(undefined);
    return { ok: false, diagnostics: [error("AMA1527", `${file} cannot be read (${code}).`)] };
  }
}

function interpolated(element: XmlElement, env: ProcessVariables): XmlElement {
  const text = element.text.replaceAll(/\$\{(env\.(\w+)|user\.home)\}/g, (whole, reference: string, name?: string) => {
    const value = reference === "user.home" ? env.HOME : env[name ?? ""];
    return value ?? whole;
  });
  return { name: element.name, text, children: element.children.map((child) => interpolated(child, env)) };
}

function mirrorsOf(settings: XmlElement): readonly Mirror[] {
  return elementsAt(settings, "mirrors", "mirror").map((mirror) => ({
    id: textOf(mirror, "id") ?? "default",
    url: (textOf(mirror, "url") ?? "").replace(/\/+$/, ""),
    mirrorOf: textOf(mirror, "mirrorOf") ?? "",
    blocked: textOf(mirror, "blocked") === "true",
  }));
}

function serversOf(
  settings: XmlElement,
  master: () => string | undefined,
  problems: Diagnostic[],
): readonly ServerAccess[] {
  return elementsAt(settings, "servers", "server").map((server) => {
    const id = textOf(server, "id") ?? "default";
    const properties = elementsAt(server, "configuration", "httpHeaders", "property");
    const headers = Object.fromEntries(properties.map((p) => [textOf(p, "name") ?? "", textOf(p, "value") ?? ""]));
    return { id, headers, ...credentials(server, `the server ${id}`, master, problems) };
  });
}

function proxiesOf(
  settings: XmlElement,
  master: () => string | undefined,
  problems: Diagnostic[],
): readonly ProxyAccess[] {
  const active = elementsAt(settings, "proxies", "proxy").filter((proxy) => textOf(proxy, "active") !== "false");
  return active.map((proxy) => ({
    protocol: textOf(proxy, "protocol") ?? "http",
    host: textOf(proxy, "host") ?? "",
    port: Number(textOf(proxy, "port") ?? 8080),
    nonProxyHosts: textOf(proxy, "nonProxyHosts") ?? "",
    ...credentials(proxy, `the proxy ${textOf(proxy, "id") ?? ""}`, master, problems),
  }));
}

function credentials(
  element: XmlElement,
  whose: string,
  master: () => string | undefined,
  problems: Diagnostic[],
): { username?: string; password?: string } {
  const username = textOf(element, "username");
  const written = textOf(element, "password");
  if (username === undefined) return {};
  if (written === undefined || !isEncrypted(written)) return { username, password: written ?? "" };
  const passphrase = master();
  const password = passphrase === undefined ? undefined : decryptPassword(written, passphrase);
  if (password !== undefined) return { username, password };
  const hint = "Check ~/.m2/settings-security.xml, or encrypt the password anew with `mvn --encrypt-password`.";
  problems.push(error("AMA1527", `The password of ${whose} in settings.xml cannot be decrypted.`, { hint }));
  return { username };
}

/** The master password of settings-security.xml, which may refer to another file. */
function masterPassword(userFolder: string | undefined): string | undefined {
  if (userFolder === undefined) return undefined;
  let file = join(userFolder, "settings-security.xml");
  for (let hops = 0; hops < 3; hops++) {
    const text = readIfThere(file);
    if (!text.ok || text.value === undefined) return undefined;
    const security = parseXml(text.value);
    const relocation = textOf(security, "relocation");
    if (relocation === undefined) return decryptPassword(textOf(security, "master") ?? "", masterPassphrase);
    file = relocation;
  }
  return undefined;
}

function once<T>(compute: () => T): () => T {
  let result: { readonly value: T } | undefined;
  return () => (result ??= { value: compute() }).value;
}
