import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { error } from "../../diagnostics/report.ts";
import { isOffline } from "../../model/offline.ts";
import { failed, ok, type Result } from "../../model/result.ts";
import { checkPipConfig } from "../check-pip-config.ts";
import { proxiesOf } from "../http.ts";
import { findInstalled, type Installable, install } from "../install.ts";
import { type IndexSettings, readPipConfig } from "../pip-config.ts";
import type { ToolchainPorts } from "../ports.ts";
import { type ManagedUv, managedUvs } from "../supported.ts";
import { readZip } from "../zip-reader.ts";

/** The program that resolves and installs Python packages, ready to start. */
export interface Uv {
  readonly executable: string;
  /** All of its environment: pip's settings in uv's words, and nothing else that could change what it does. */
  readonly env: Readonly<Record<string, string>>;
  /** Arguments of every command that looks for packages. */
  readonly indexArgs: readonly string[];
}

/** uv, fetched now where it is not there yet. */
export async function ensureUv(ports: ToolchainPorts): Promise<Result<Uv>> {
  const settings = readPipConfig(ports.env, ports.platform);
  const wrong = checkPipConfig(settings, ports.env);
  if (wrong !== undefined) return failed(wrong);
  const uv = managedUv(ports);
  if (uv === undefined) return failed(noUv(ports));
  const home = await install(installableUv(uv), ports);
  if (!home.ok) return home;
  return ok({
    executable: join(home.value, "uv"),
    env: uvVariables(settings, ports),
    indexArgs: indexArguments(settings),
  });
}

/** Where uv is, if it was fetched before. */
export function findUv(ports: ToolchainPorts): { readonly version: string; readonly home: string } | undefined {
  const uv = managedUv(ports);
  const home = uv && findInstalled(installableUv(uv), ports);
  return uv === undefined || home === undefined ? undefined : { version: uv.version, home };
}

function managedUv({ platform, arch }: ToolchainPorts): ManagedUv | undefined {
  return managedUvs.find((one) => one.platform === `${platform}-${arch}`);
}

export function installableUv(uv: ManagedUv): Installable {
  return { what: `uv ${uv.version}`, folder: `uv/${uv.version}`, pinned: uv, unpack: unpackUv };
}

/** Takes the program out of its wheel, which is a zip file. */
async function unpackUv(wheel: string, home: string): Promise<string | undefined> {
  const program = [...readZip(await readFile(wheel))].find(({ name }) => name.endsWith(".data/scripts/uv"));
  if (program === undefined) return "there is no uv in the wheel";
  await mkdir(home, { recursive: true });
  await writeFile(join(home, "uv"), program.read(), { mode: 0o755 });
  return undefined;
}

/** Variables that would let an interpreter, pip, or uv itself do something else than is said here. */
const foreign = /^(UV_|PIP_|PYTHON|CONDA_|VIRTUAL_ENV)/;

function uvVariables(settings: IndexSettings, ports: ToolchainPorts): Record<string, string> {
  const [index, ...others] = settings.indexes;
  const proxies = proxiesOf(settings, ports.env);
  const variables = {
    ...Object.fromEntries(Object.entries(ports.env).filter(([name]) => !foreign.test(name))),
    UV_CACHE_DIR: join(ports.folders.cache, "uv"),
    UV_NO_CONFIG: "1",
    UV_PYTHON_DOWNLOADS: "never",
    // A file that is changed in an environment must not change in the cache as well.
    UV_LINK_MODE: "copy",
    UV_NO_PROGRESS: "1",
    NO_COLOR: "1",
    UV_HTTP_TIMEOUT: String(Math.ceil(settings.timeoutMs / 1000)),
    UV_DEFAULT_INDEX: index,
    // pip takes the best version of all indexes, uv by itself the first index that has a project. With a single one it
    // is the same, but then uv tells when the index denies access.
    UV_INDEX_STRATEGY: others.length === 0 ? undefined : "unsafe-best-match",
    UV_INDEX: others.length === 0 ? undefined : others.join(" "),
    UV_INSECURE_HOST: settings.trustedHosts.length === 0 ? undefined : settings.trustedHosts.join(" "),
    UV_OFFLINE: isOffline(ports.env) ? "1" : undefined,
    // A company's authority is often known to the operating system only.
    UV_SYSTEM_CERTS: settings.certificates === undefined ? "1" : undefined,
    SSL_CERT_FILE: settings.certificates,
    ...(settings.proxy ? { HTTP_PROXY: proxies["HTTP_PROXY"], HTTPS_PROXY: proxies["HTTPS_PROXY"] } : {}),
  };
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function indexArguments({ indexes, findLinks }: IndexSettings): readonly string[] {
  return [
    ...(indexes.length === 0 ? ["--no-index"] : []),
    ...findLinks.flatMap((place) => (isThere(place) ? [`--find-links=${place}`] : [])),
  ];
}

/** pip overlooks a folder that is not there. */
function isThere(place: string): boolean {
  if (/^https?:/i.test(place)) return true;
  return existsSync(place.startsWith("file:") ? fileURLToPath(place) : resolve(place));
}

function noUv({ platform, arch }: ToolchainPorts) {
  return error("AMA1718", `Python packages are installed by uv, which there is none of for ${platform}-${arch}.`, {
    hint: "Run this job on Linux or macOS, on x64 or arm64.",
  });
}
