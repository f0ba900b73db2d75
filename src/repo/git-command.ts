import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/** Does the work while no other process does some under the same lock file; `onWait` is told when another one has it. */
export type Exclusively = <T>(
  lockFile: string,
  options: { readonly signal: AbortSignal | undefined; readonly onWait: () => void },
  work: () => Promise<T>,
) => Promise<T>;

/** How git is called throughout one command. */
export interface GitContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether git and ssh may ask a person for a password. */
  readonly interactive: boolean;
  readonly offline: boolean;
  readonly exclusively: Exclusively;
  readonly signal?: AbortSignal;
  /** Told what a long transfer is doing, one short line at a time. */
  readonly progress?: (line: string) => void;
}

export interface GitOutcome {
  /** `missing`: there is no git on the PATH. */
  readonly status: number | "missing";
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface GitCall {
  /** A folder in the work tree or the repository. */
  readonly in: string;
  readonly input?: string;
  /** More settings than `safeSettings`. */
  readonly settings?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Nothing that a repo brings may run: no hooks, no fsmonitor, no `ext::` addresses, no submodules; nothing outlives the call. */
const safeSettings = [
  "core.hooksPath=/dev/null",
  "core.fsmonitor=false",
  "protocol.ext.allow=never",
  "protocol.fd.allow=never",
  "submodule.recurse=false",
  "fetch.recurseSubmodules=false",
  "gc.auto=0",
  "maintenance.auto=false",
  "advice.detachedHead=false",
];

/** Variables that bind git to some other repository, as they are set inside a git hook. */
const bindingVariables = [
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_INDEX_FILE",
  "GIT_PREFIX",
  "GIT_COMMON_DIR",
  "GIT_OBJECT_DIRECTORY",
  "GIT_ALTERNATE_OBJECT_DIRECTORIES",
  "GIT_NAMESPACE",
  "GIT_SHALLOW_FILE",
  "GIT_GRAFT_FILE",
  "GIT_REPLACE_REF_BASE",
  "GIT_INTERNAL_SUPER_PREFIX",
];

/** Runs git; its failure is an outcome, not an exception. Throws the signal's reason when that is aborted. */
export async function git(context: GitContext, args: readonly string[], call: GitCall): Promise<GitOutcome> {
  context.signal?.throwIfAborted();
  const settings = [...safeSettings, ...(call.settings ?? [])].flatMap((setting) => ["-c", setting]);
  // Said outright, since `safe.bareRepository=explicit` forbids to look for it.
  const bare = isBareRepository(call.in) ? ["--git-dir=."] : [];
  const child = spawn("git", [...bare, ...settings, ...args], {
    cwd: call.in,
    env: { ...childEnvironment(context), ...call.env },
    stdio: [call.input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    ...(context.signal === undefined ? {} : { signal: context.signal }),
  });
  const stdout: Buffer[] = [];
  const stderr = new TransferReport(context.progress);
  child.stdout?.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => stderr.add(chunk.toString("utf8")));
  // git may end without having read all of its input; its status tells what happened.
  child.stdin?.on("error", () => undefined);
  child.stdin?.end(call.input);
  const status = await new Promise<number | "missing">((resolve, reject) => {
    child.on("error", (cause) => ("code" in cause && cause.code === "ENOENT" ? resolve("missing") : reject(cause)));
    child.on("close", (code) => resolve(code ?? 1));
  });
  context.signal?.throwIfAborted();
  return { status, stdout: Buffer.concat(stdout), stderr: stderr.text };
}

export function isBareRepository(folder: string): boolean {
  return ["HEAD", "objects", "refs"].every((name) => existsSync(join(folder, name)));
}

function childEnvironment(context: GitContext): Record<string, string> {
  const kept = Object.entries(context.env).filter(([name]) => !bindingVariables.includes(name));
  const env: Record<string, string> = {};
  for (const [name, value] of kept) if (value !== undefined) env[name] = value;
  // Messages are read by this program, so they are asked for in English.
  Object.assign(env, { LC_ALL: "C", LANGUAGE: "C", GIT_OPTIONAL_LOCKS: "0", GIT_NO_REPLACE_OBJECTS: "1" });
  if (!context.interactive) env["GIT_TERMINAL_PROMPT"] = "0";
  if (context.offline) env["GIT_NO_LAZY_FETCH"] = "1";
  const allowed = env["GIT_ALLOW_PROTOCOL"];
  // This variable overrules `protocol.ext.allow`.
  if (allowed !== undefined) env["GIT_ALLOW_PROTOCOL"] = allowed.replaceAll(/(^|:)(ext|fd)(?=:|$)/g, "");
  return env;
}

/** What a server counts before and after a transfer. */
const counted = /^remote: (?:Enumerating objects: \d+, done\.|Total \d+ \(delta )/;

/** Keeps what git says on stderr, but for how far a transfer is: of that the percentages are passed on as progress. */
class TransferReport {
  text = "";
  readonly #progress: ((line: string) => void) | undefined;

  constructor(progress: ((line: string) => void) | undefined) {
    this.#progress = progress;
  }

  add(chunk: string): void {
    for (const line of chunk.split(/[\r\n]+/)) {
      const step = /^(?:remote: )?([A-Z][a-z]+ing objects|Resolving deltas):\s+(\d+%)/.exec(line);
      if (counted.test(line)) continue;
      if (step === null) this.text += line === "" ? "" : `${line}\n`;
      else this.#progress?.(`${String(step[1]).toLowerCase()} ${step[2]}`);
    }
  }
}
