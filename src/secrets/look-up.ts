import { execFile } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { error } from "../diagnostics/report.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { SecretsProvider } from "./secrets-config.ts";

/** What of the process that starts a run counts for the providers. */
export interface ProcessAround {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly signal?: AbortSignal;
}

/** What a provider answers. */
export type LookUp =
  | { readonly is: "found"; readonly value: string }
  | { readonly is: "unknown"; readonly where: string }
  | { readonly is: "failed"; readonly diagnostic: Diagnostic };

const commandTimeoutMs = 30_000;

/** One provider's answer. */
export function lookUp(name: string, provider: SecretsProvider, around: ProcessAround): Promise<LookUp> {
  switch (provider.is) {
    case "environment":
      return Promise.resolve(inEnvironment(name, around.env));
    case "file":
      return Promise.resolve(inFile(name, provider.path));
    case "command":
      return byCommand(name, provider.command, around);
  }
}

/** `db-password`: AMA_SECRET_DB_PASSWORD, then DB_PASSWORD, then the name as it is. */
function inEnvironment(name: string, env: ProcessAround["env"]): LookUp {
  const variable = name.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_");
  const candidates = [`AMA_SECRET_${variable}`, variable, name];
  const value = candidates.map((candidate) => env[candidate]).find((found) => found !== undefined && found !== "");
  if (value !== undefined) return { is: "found", value };
  return { is: "unknown", where: `the variables ${[...new Set(candidates)].join(" and ")}` };
}

function inFile(name: string, path: string): LookUp {
  if (!existsSync(path)) return { is: "unknown", where: `${path} (which does not exist)` };
  if ((statSync(path).mode & 0o077) !== 0)
    return failed(`${path} can be read by others, so no secret is taken from it.`, `chmod 600 ${path}`);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    return failed(`${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`);
  }
  const value = parseLines(text).get(name);
  return value === undefined ? { is: "unknown", where: path } : { is: "found", value };
}

/** `NAME=value`, `export NAME="value"`; `#` begins a comment line. Nothing is expanded. */
function parseLines(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*(?:export\s+)?([\w./-]+)\s*=\s*(.*?)\s*$/.exec(line);
    if (match === null) continue;
    const [, key = "", value = ""] = match;
    values.set(key, /^(["']).*\1$/s.test(value) && value.length > 1 ? value.slice(1, -1) : value);
  }
  return values;
}

/** Without a shell: the name is an argument and nothing more. */
function byCommand(name: string, command: readonly string[], { env, cwd, signal }: ProcessAround): Promise<LookUp> {
  const [program = "", ...args] = command.map((part) => part.replaceAll("{name}", name));
  const options = { cwd, env: { ...env }, timeout: commandTimeoutMs, ...(signal && { signal }) };
  return new Promise((resolve) => {
    const child = execFile(program, args, { ...options, encoding: "utf8" }, (problem, stdout) => {
      const value = stdout.replace(/\r?\n$/, "");
      if (problem === null && value !== "") resolve({ is: "found", value });
      else if (problem === null) resolve({ is: "unknown", where: `the output of ${program}` });
      else resolve(failed(`${program} could not be asked for the secret ${name}: ${reason(problem)}.`));
    });
    child.stdin?.end();
  });
}

/** Never what the program printed: that may be, or hold, a secret. */
function reason(problem: Error & { code?: string | number | null; killed?: boolean }): string {
  if (problem.killed === true) return `it took longer than ${commandTimeoutMs / 1000} s`;
  if (problem.code === "ENOENT") return "there is no such program";
  return typeof problem.code === "number" ? `it ended with exit code ${problem.code}` : "it could not be run";
}

function failed(message: string, hint?: string): LookUp {
  return { is: "failed", diagnostic: error("AMA1452", message, hint === undefined ? {} : { hint }) };
}
