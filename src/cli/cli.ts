import type { AppHost } from "../app/app-host.ts";
import { renderDiagnostics } from "../diagnostics/render.ts";
import { error } from "../diagnostics/report.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { nearest } from "../model/nearest.ts";
import { generalHelp, verbHelp } from "./help.ts";
import { parseVerbArguments } from "./parse.ts";
import type { Verb } from "./verb.ts";
import { verbs } from "./verbs.ts";

const usageError = 2;

/** Runs one command line (without `node` and the program) and returns its exit code. */
export async function main(args: readonly string[], host: AppHost): Promise<number> {
  const [first, ...rest] = args;
  if (first === undefined || first === "--help" || first === "-h")
    return print(host, generalHelp(), first === undefined ? usageError : 0);
  if (first === "help") return help(rest, host);
  const entry = verbs.find((v) => v.name === first);
  if (entry === undefined) return unknownVerb(first, host);
  const verb = await entry.load();
  if (rest.includes("--help") || rest.includes("-h")) return print(host, verbHelp(verb), 0);
  return perform(entry.name, verb, rest, host);
}

async function perform(name: string, verb: Verb, args: readonly string[], host: AppHost): Promise<number> {
  const parsed = parseVerbArguments(name, verb, args);
  if (!parsed.ok) return complain(host, parsed.diagnostics);
  return verb.run(parsed.value.values, parsed.value.positionals, host);
}

async function help([name]: readonly string[], host: AppHost): Promise<number> {
  if (name === undefined) return print(host, generalHelp(), 0);
  const entry = verbs.find((v) => v.name === name);
  return entry === undefined ? unknownVerb(name, host) : print(host, verbHelp(await entry.load()), 0);
}

function unknownVerb(name: string, host: AppHost): number {
  const near = nearest(
    name,
    verbs.map((v) => v.name),
  );
  const hint = near ? `Did you mean \`ama ${near}\`?` : "`ama help` lists the verbs.";
  return complain(host, [error("AMA2001", `There is no verb \`${name}\`.`, { hint })]);
}

function print(host: AppHost, text: string, code: number): number {
  (code === 0 ? host.stdout : host.stderr).write(text);
  return code;
}

function complain(host: AppHost, diagnostics: readonly Diagnostic[]): number {
  host.stderr.write(renderDiagnostics(diagnostics, host.stderr));
  return usageError;
}
