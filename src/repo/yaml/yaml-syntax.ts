import type { YAMLParseError } from "yaml";
import type { Problems } from "../problems.ts";
import type { TextFile } from "./text-file.ts";

interface Explanation {
  readonly message: string;
  readonly hint?: string;
}

/** The parser's errors in the words of somebody who writes YAML now and then. */
const explanations: Readonly<Record<string, Explanation>> = {
  TAB_AS_INDENT: { message: "A tab is used to indent.", hint: "Indent with spaces: YAML does not allow tabs." },
  BLOCK_AS_IMPLICIT_KEY: {
    message: "A second `key:` stands in one line, or the line after it is indented too far.",
    hint: "Give each key a line of its own at the same column, or put a text that contains `: ` in quotes.",
  },
  MULTILINE_IMPLICIT_KEY: {
    message: "A key goes over more than one line.",
    hint: "Look for a missing `:` or a missing quote.",
  },
  BAD_SCALAR_START: { message: "A text cannot start with this character.", hint: "Put the text in quotes." },
  BAD_DQ_ESCAPE: {
    message: "Unknown escape after a backslash in double quotes.",
    hint: "Use single quotes, or double the backslash.",
  },
  RESOURCE_EXHAUSTION: { message: "Lists or maps are nested too deeply." },
  BAD_ALIAS: { message: "An alias (`*name`) that cannot be read.", hint: "Put a text that starts with `*` in quotes." },
};

const byMessage: readonly (readonly [RegExp, Explanation])[] = [
  [/^Missing closing .quote/, { message: "A text in quotes has no end.", hint: "Add the closing quote." }],
  [
    /^Missing closing 'quote|^Missing closing "quote/,
    { message: "A text in quotes has no end.", hint: "Add the closing quote." },
  ],
  [
    /^Flow map .*end with a }|^Flow map must end/,
    { message: "A `{` has no closing `}`.", hint: "Add the `}`; what is inside must be indented." },
  ],
  [/^Flow sequence/, { message: "A `[` has no closing `]`.", hint: "Add the `]`; what is inside must be indented." }],
  [
    /^Sequence item without/,
    {
      message: "An item of a list has no `-`, or its column differs from the line above.",
      hint: "Align it with the line that it belongs to.",
    },
  ],
  [
    /^All (mapping|sequence) items must start/,
    {
      message: "The line does not start at the same column as its neighbours.",
      hint: "Align it with the line that it belongs to.",
    },
  ],
  [/^Implicit map keys need/, { message: "A key has no `:` after it.", hint: "Write `key: value`." }],
];

/** Reports the first errors of a file: what follows them is mostly their consequence. */
export function reportYamlSyntax(file: TextFile, errors: readonly YAMLParseError[], problems: Problems): void {
  const [first] = [...errors].sort((a, b) => a.pos[0] - b.pos[0]);
  if (first === undefined) return;
  const { message, hint } = explain(first);
  problems.error("AMA1002", message, file.location(...first.pos), hint === undefined ? {} : { hint });
}

function explain(error: YAMLParseError): Explanation {
  const known = explanations[error.code] ?? byMessage.find(([pattern]) => pattern.test(error.message))?.[1];
  return known ?? { message: `This is not valid YAML: ${sentence(error.message)}` };
}

function sentence(text: string): string {
  const line = text.split("\n")[0] ?? text;
  return `${line.charAt(0).toLowerCase()}${line.slice(1).replace(/\.?$/, ".")}`;
}
