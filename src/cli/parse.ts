import { parseArgs } from "node:util";
import { error } from "../diagnostics/report.ts";
import { nearest } from "../model/nearest.ts";
import { failed, ok, type Result } from "../model/result.ts";
import type { OptionTable } from "./options.ts";
import type { ParsedValues, Verb } from "./verb.ts";

export interface ParsedArguments {
  readonly values: ParsedValues;
  readonly positionals: readonly string[];
}

/** Parses a verb's arguments by its table; what is wrong comes as a diagnostic with the nearest right word. */
export function parseVerbArguments(name: string, verb: Verb, args: readonly string[]): Result<ParsedArguments> {
  const parsed = tokens(name, verb.options, args);
  if (!parsed.ok) return parsed;
  const { min, max } = verb.positionals;
  const { positionals } = parsed.value;
  const extra = positionals[max];
  if (extra !== undefined) {
    const meant = max === 0 && "env" in verb.options ? `Is \`--env ${extra}\` meant? ` : "";
    return failed(
      error("AMA2003", `\`ama ${name}\` does not take the argument \`${extra}\`.`, {
        hint: `${meant}Usage: ${verb.usage}`,
      }),
    );
  }
  if (positionals.length < min) {
    return failed(error("AMA2004", `\`ama ${name}\` lacks an argument.`, { hint: `Usage: ${verb.usage}` }));
  }
  return parsed;
}

function tokens(name: string, table: OptionTable, args: readonly string[]): Result<ParsedArguments> {
  const options = Object.fromEntries(Object.entries(table).map(([key, spec]) => [key, parseOption(spec)]));
  try {
    return ok(parseArgs({ args: [...args], options, allowPositionals: true }));
  } catch (problem) {
    if (!(problem instanceof TypeError)) throw problem;
    return failed(explain(name, table, problem.message));
  }
}

function parseOption(spec: OptionTable[string]) {
  return {
    type: spec.type,
    ...(spec.short === undefined ? {} : { short: spec.short }),
    ...("multiple" in spec && spec.multiple ? { multiple: true } : {}),
  };
}

/** A longer or shorter form counts too: `--environment`. */
function nearestOption(word: string, names: readonly string[]): string | undefined {
  const longer = names.find((one) => word.length > 2 && (word.startsWith(one) || one.startsWith(word)));
  return nearest(word, names) ?? longer;
}

/** Node says which option is wrong in the message only. */
function explain(name: string, table: OptionTable, message: string) {
  const unknown = /Unknown option '(-[^']*)'/.exec(message)?.[1];
  if (unknown !== undefined) {
    const near = nearestOption(unknown.replace(/^-+/, ""), Object.keys(table));
    return error("AMA2002", `\`ama ${name}\` has no option \`${unknown}\`.`, {
      hint: near ? `Did you mean \`--${near}\`?` : `\`ama help ${name}\` lists its options.`,
    });
  }
  const bare = /^Option '(?:-\w, )?(--?[\w-]+)(?: <value>)?' argument (?:is ambiguous|missing)/.exec(message)?.[1];
  if (bare !== undefined)
    return error("AMA2005", `\`${bare}\` needs a value: \`${bare} ${valueOf(bare, table)}\`.`, {
      hint: `\`ama help ${name}\` lists its options.`,
    });
  const sentence = message.split("\n")[0]?.replace(/\.?$/, ".") ?? message;
  return error("AMA2005", sentence.replaceAll("'", "`"), { hint: `\`ama help ${name}\` lists its options.` });
}

/** What the help calls the value of `--branch` or `-b`. */
function valueOf(option: string, table: OptionTable): string {
  const spec = Object.entries(table).find(([name, { short }]) => option === `--${name}` || option === `-${short}`)?.[1];
  return spec?.type === "string" ? spec.value : "<value>";
}
