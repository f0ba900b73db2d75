import { readFileSync } from "node:fs";
import http, { type IncomingMessage } from "node:http";
import https from "node:https";
import tls from "node:tls";
import { loginFromNetrc } from "./netrc.ts";
import type { IndexSettings } from "./pip-config.ts";

export interface HttpClient {
  readonly get: (url: URL, headers: Readonly<Record<string, string>>, signal?: AbortSignal) => Promise<Answer>;
}

/** `unreachable` is for what may go away by itself or with a setting: no route, no name, a bad certificate, silence. */
export type Answer =
  | { readonly is: "answered"; readonly status: number; readonly url: URL; readonly response: IncomingMessage }
  | { readonly is: "unreachable"; readonly why: string };

const mostRedirects = 10;

/** HTTP by pip's settings and the shell's `HTTPS_PROXY`, `NO_PROXY`, `SSL_CERT_FILE`, `NODE_EXTRA_CA_CERTS`. */
export function httpClient(settings: IndexSettings, env: Readonly<Record<string, string | undefined>>): HttpClient {
  let certificates: readonly string[] | undefined;
  const open = async (url: URL, headers: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<Answer> => {
    const proxyEnv = proxiesOf(settings, env);
    const authorization = authorizationFor(url, env);
    const options = {
      headers: { "user-agent": "amaterasu", ...(authorization ? { authorization } : {}), ...headers },
      ...(signal ? { signal } : {}),
      timeout: settings.timeoutMs,
    };
    if (url.protocol === "http:")
      return answer(http.get(withoutLogin(url), { ...options, agent: new http.Agent({ proxyEnv }) }), url);
    certificates ??= trusted(settings.certificates);
    const agent = new https.Agent({ proxyEnv, ca: [...certificates], rejectUnauthorized: !isTrusted(url, settings) });
    return answer(https.get(withoutLogin(url), { ...options, agent }), url);
  };
  return {
    async get(start, headers, signal) {
      let url = start;
      for (let redirects = 0; redirects <= mostRedirects; redirects++) {
        const got = await open(url, headers, signal);
        if (got.is === "unreachable") return got;
        const target = got.response.headers.location;
        if (got.status < 300 || got.status > 399 || got.status === 304 || target === undefined) return got;
        got.response.resume();
        url = redirected(url, new URL(target, url));
      }
      return { is: "unreachable", why: `more than ${mostRedirects} redirections` };
    },
  };
}

function answer(request: http.ClientRequest, url: URL): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request.on("timeout", () => request.destroy(new Error("the other side fell silent")));
    request.on("error", (problem) => {
      if (problem.name === "AbortError") reject(problem);
      else resolve({ is: "unreachable", why: reasonOf(problem) });
    });
    request.on("response", (response) => resolve({ is: "answered", status: response.statusCode ?? 0, url, response }));
  });
}

function reasonOf(problem: NodeJS.ErrnoException): string {
  switch (problem.code) {
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "its name is not known here (no network, or no name server)";
    case "ECONNREFUSED":
      return "the connection was refused";
    case "SELF_SIGNED_CERT_IN_CHAIN":
    case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
      return `its certificate is not trusted (${problem.code}); SSL_CERT_FILE can name a file with yours`;
    default:
      return problem.message || problem.code || "the connection failed";
  }
}

/** Node's own, those of the operating system, and the file's: a company's proxy is often known to the latter two only. */
function trusted(file: string | undefined): readonly string[] {
  const own = [...tls.getCACertificates("default"), ...tls.getCACertificates("system")];
  return file === undefined ? own : [...own, readFileSync(file, "utf8")];
}

function isTrusted(url: URL, settings: IndexSettings): boolean {
  return settings.trustedHosts.some((host) => host === url.hostname || host === url.host);
}

function authorizationFor(url: URL, env: Readonly<Record<string, string | undefined>>): string | undefined {
  const login = url.username
    ? { user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) }
    : loginFromNetrc(env, url.hostname);
  return login && `Basic ${Buffer.from(`${login.user}:${login.password}`).toString("base64")}`;
}

function withoutLogin(url: URL): URL {
  const plain = new URL(url);
  plain.username = "";
  plain.password = "";
  return plain;
}

/** A login stays with its own host, and never goes from https to http. */
function redirected(from: URL, to: URL): URL {
  if (from.host === to.host && from.protocol === to.protocol && !to.username) {
    to.username = from.username;
    to.password = from.password;
  }
  return to;
}

/** The proxies in the form that Node's agents read; `host:port` is taken for a URL, as other programs do. */
export function proxiesOf(
  { proxy }: IndexSettings,
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> {
  const of = (name: string) => proxy || env[name.toLowerCase()] || env[name];
  const withScheme = (url: string | undefined) => (url && !url.includes("://") ? `http://${url}` : url);
  return {
    HTTP_PROXY: withScheme(of("HTTP_PROXY")),
    HTTPS_PROXY: withScheme(of("HTTPS_PROXY")),
    NO_PROXY: proxy ? undefined : env["no_proxy"] || env["NO_PROXY"],
  };
}

/** For messages: a URL without its login. */
export function shown(url: string | URL): string {
  return URL.canParse(String(url)) ? withoutLogin(new URL(url)).href : String(url);
}
