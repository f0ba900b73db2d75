import type { OptionSpec } from "./options.ts";
import type { Verb } from "./verb.ts";
import { verbs } from "./verbs.ts";

/** What `ama help` prints. */
export function generalHelp(): string {
  const width = Math.max(...verbs.map((v) => v.name.length));
  return [
    "Amaterasu: a git repository is a data pipeline; run it, test it, promote it.",
    "",
    "Usage: ama <verb> [options]",
    "",
    ...verbs.map((v) => `  ${v.name.padEnd(width)}  ${v.summary}`),
    "",
    "`ama help <verb>` tells a verb's options. `ama --version` tells the version.",
    "",
  ].join("\n");
}

/** What `ama help <verb>` prints. */
export function verbHelp(verb: Verb): string {
  const rows = Object.entries(verb.options).map(([name, spec]) => [optionWords(name, spec), spec.help] as const);
  const width = Math.max(0, ...rows.map(([words]) => words.length));
  return [
    `Usage: ${verb.usage}`,
    "",
    verb.summary,
    ...(rows.length > 0 ? ["", "Options:", ...rows.map(([words, help]) => `  ${words.padEnd(width)}  ${help}`)] : []),
    ...(verb.examples.length > 0 ? ["", "Examples:", ...verb.examples.map((line) => `  ${line}`)] : []),
    "",
  ].join("\n");
}

function optionWords(name: string, spec: OptionSpec): string {
  const short = spec.short === undefined ? "    " : `-${spec.short}, `;
  return spec.type === "string" ? `${short}--${name} ${spec.value}` : `${short}--${name}`;
}
