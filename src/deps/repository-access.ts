import type { MavenSettings, Mirror, ProcessVariables, ProxyAccess, ServerAccess } from "./maven-settings.ts";
import { localRepositoryId, type Repository } from "./wanted-repositories.ts";

/** How a repository is reached from this machine. */
export interface RepositoryAccess {
  /** The mirror's id where one stands for the repository. */
  readonly id: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Proxy variables as Node's HTTP agents take them; empty for a direct connection. */
  readonly proxyEnv: ProcessVariables;
  /** The mirror that forbids it: a setting of Maven against plain HTTP. */
  readonly blockedBy?: string;
}

/** Applies mirrors, credentials and proxies of settings.xml, and else the process's proxy variables. */
export function accessTo(repository: Repository, settings: MavenSettings, env: ProcessVariables): RepositoryAccess {
  const mirror = repository.id === localRepositoryId ? undefined : mirrorOf(repository, settings.mirrors);
  const { id, url } = mirror ?? repository;
  const server = settings.servers.find((one) => one.id === id);
  const access = { id, url, headers: headersFor(server), proxyEnv: proxyFor(url, settings.proxies, env) };
  return mirror?.blocked === true ? { ...access, blockedBy: mirror.id } : access;
}

function headersFor(server: ServerAccess | undefined): Readonly<Record<string, string>> {
  if (server === undefined) return {};
  if (server.username === undefined) return server.headers;
  const basic = Buffer.from(`${server.username}:${server.password ?? ""}`).toString("base64");
  return { authorization: `Basic ${basic}`, ...server.headers };
}

/** Maven's order: a mirror of just this id first, then the first one whose pattern matches. */
function mirrorOf(repository: Repository, mirrors: readonly Mirror[]): Mirror | undefined {
  return (
    mirrors.find((mirror) => mirror.mirrorOf === repository.id) ??
    mirrors.find((mirror) => matchesPattern(repository, mirror.mirrorOf))
  );
}

function matchesPattern(repository: Repository, pattern: string): boolean {
  const parts = pattern.split(",").map((part) => part.trim());
  if (parts.includes(`!${repository.id}`)) return false;
  return parts.some((part) => part === repository.id || matchesWildcard(repository, part));
}

function matchesWildcard({ url }: Repository, wildcard: string): boolean {
  const { protocol, hostname } = new URL(url);
  const external = protocol !== "file:" && !["localhost", "127.0.0.1"].includes(hostname);
  if (wildcard === "*") return true;
  if (wildcard === "external:*") return external;
  return wildcard === "external:http:*" && external && protocol === "http:";
}

function proxyFor(url: string, proxies: readonly ProxyAccess[], env: ProcessVariables): ProcessVariables {
  if (proxies.length === 0) return env;
  const { protocol, hostname } = new URL(url);
  const scheme = protocol.slice(0, -1);
  // A proxy for http serves https too where there is no other.
  const proxy = proxies.find((one) => one.protocol === scheme) ?? proxies.find((one) => one.protocol === "http");
  if (proxy === undefined || isExempt(hostname, proxy.nonProxyHosts)) return {};
  const user =
    proxy.username === undefined
      ? ""
      : `${encodeURIComponent(proxy.username)}:${encodeURIComponent(proxy.password ?? "")}@`;
  const address = `http://${user}${proxy.host}:${proxy.port}`;
  return { HTTP_PROXY: address, HTTPS_PROXY: address };
}

function isExempt(hostname: string, nonProxyHosts: string): boolean {
  return nonProxyHosts.split(/[|,]/).some((pattern) => {
    const expression = pattern
      .trim()
      .replaceAll(/[.+?^${}()[\]\\]/g, "\\$&")
      .replaceAll("*", ".*");
    return expression !== "" && new RegExp(`^${expression}$`, "i").test(hostname);
  });
}

/** The process's proxy variables in Maven's form, for the resolver; none where settings.xml has its own. */
export function environmentProxies(settings: MavenSettings, env: ProcessVariables): readonly ProxyAccess[] {
  if (settings.proxies.length > 0) return [];
  const all = env.ALL_PROXY || env.all_proxy;
  const addresses = { https: env.https_proxy || env.HTTPS_PROXY || all, http: env.http_proxy || env.HTTP_PROXY || all };
  return Object.entries(addresses).flatMap(([protocol, address]) => {
    if (address === undefined || !URL.canParse(address)) return [];
    const { hostname: host, port, protocol: scheme, username, password } = new URL(address);
    const login =
      username === "" ? {} : { username: decodeURIComponent(username), password: decodeURIComponent(password) };
    const nonProxyHosts = nonProxyHostsFrom(env.no_proxy || env.NO_PROXY || "");
    return [{ protocol, host, port: Number(port || (scheme === "https:" ? 443 : 80)), nonProxyHosts, ...login }];
  });
}

/** `NO_PROXY`'s `.example.com` and `example.com` cover the hosts below a domain too. */
function nonProxyHostsFrom(noProxy: string): string {
  const hosts = noProxy.split(",").map((host) => host.trim().replace(/^\*?\./, ""));
  return hosts
    .filter((host) => host !== "")
    .flatMap((host) => (host === "*" ? ["*"] : [host, `*.${host}`]))
    .join("|");
}
