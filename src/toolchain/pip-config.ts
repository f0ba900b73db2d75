import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

type Variables = Readonly<Record<string, string | undefined>>;

/** How pip of this machine reaches its packages; ours follow the same way. */
export interface IndexSettings {
  /** Roots of "simple" indexes, in the order of asking. */
  readonly indexes: readonly string[];
  /** Folders, `file:` URLs and pages that list files. */
  readonly findLinks: readonly string[];
  /** A file with certificates that are trusted besides the usual ones. */
  readonly certificates?: string;
  readonly proxy?: string;
  /** How long a connection may say nothing. */
  readonly timeoutMs: number;
  /** Hosts (`name` or `name:port`) whose certificates are not checked. */
  readonly trustedHosts: readonly string[];
}

const publicIndex = "https://pypi.org/simple";
const defaultTimeoutSeconds = 15;
/** Later ones win over earlier ones; `download` is what this program does. */
const sections = ["global", "download", "install"];

/** pip's settings from its configuration files and `PIP_…` variables, in pip's own order of rank. */
export function readPipConfig(env: Variables, platform: NodeJS.Platform): IndexSettings {
  const options = new Map<string, string>();
  for (const file of configFiles(env, platform)) {
    if (existsSync(file)) for (const [key, value] of optionsOf(readFileSync(file, "utf8"))) options.set(key, value);
  }
  for (const [name, value] of Object.entries(env)) {
    if (name.startsWith("PIP_") && value)
      options.set(name.slice("PIP_".length).toLowerCase().replaceAll("_", "-"), value);
  }
  return settingsOf(options, env);
}

function settingsOf(options: ReadonlyMap<string, string>, env: Variables): IndexSettings {
  const words = (key: string) => (options.get(key) ?? "").split(/\s+/).filter((word) => word !== "");
  const certificates = options.get("cert") ?? env["SSL_CERT_FILE"];
  const proxy = options.get("proxy");
  const timeout = Number(options.get("timeout") ?? options.get("default-timeout"));
  return {
    indexes: isTrue(options.get("no-index"))
      ? []
      : [options.get("index-url") ?? publicIndex, ...words("extra-index-url")],
    findLinks: words("find-links"),
    ...(certificates ? { certificates } : {}),
    ...(proxy ? { proxy } : {}),
    timeoutMs: 1000 * (timeout > 0 ? timeout : defaultTimeoutSeconds),
    trustedHosts: words("trusted-host"),
  };
}

function isTrue(value: string | undefined): boolean {
  return /^(1|y|yes|t|true|on)$/i.test(value ?? "");
}

/** Machine, user, virtual environment, then the file that the shell names; `/dev/null` there means none at all. */
function configFiles(env: Variables, platform: NodeJS.Platform): readonly string[] {
  const named = env["PIP_CONFIG_FILE"];
  if (named === "/dev/null") return [];
  const home = env["HOME"];
  const ofMachine = (env["XDG_CONFIG_DIRS"] || "/etc/xdg").split(":").toReversed();
  const ofUser = env["XDG_CONFIG_HOME"] || (home && join(home, ".config"));
  return [
    ...(platform === "darwin" ? ["/Library/Application Support/pip/pip.conf"] : []),
    ...ofMachine.map((folder) => join(folder, "pip/pip.conf")),
    "/etc/pip.conf",
    ...(home ? [join(home, ".pip/pip.conf")] : []),
    ...(ofUser ? [join(ofUser, "pip/pip.conf")] : []),
    ...(home && platform === "darwin" ? [join(home, "Library/Application Support/pip/pip.conf")] : []),
    ...(env["VIRTUAL_ENV"] ? [join(env["VIRTUAL_ENV"], "pip.conf")] : []),
    ...(named ? [named] : []),
  ];
}

/** The options of an INI file as Python's configparser reads it: `key = value` or `key: value`, indented lines go on. */
function optionsOf(text: string): Map<string, string> {
  const found = new Map<string, Map<string, string>>();
  let section: Map<string, string> | undefined;
  let key: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*([#;]|$)/.test(line)) continue;
    const header = /^\[(.+)\]\s*$/.exec(line);
    const option = /^([^\s=:][^=:]*?)\s*[=:]\s*(.*?)\s*$/.exec(line);
    if (header?.[1] !== undefined) {
      section = found.get(header[1]) ?? new Map<string, string>();
      found.set(header[1], section);
      key = undefined;
    } else if (/^\s/.test(line) && key !== undefined) section?.set(key, `${section.get(key)}\n${line.trim()}`);
    else if (option !== null) {
      key = option[1]?.toLowerCase().replaceAll("_", "-") ?? "";
      section?.set(key, option[2] ?? "");
    }
  }
  return new Map(sections.flatMap((name) => [...(found.get(name) ?? [])]));
}
