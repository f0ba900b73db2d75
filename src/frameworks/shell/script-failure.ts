import type { ActionError } from "../../model/event.ts";

/** How a script's process ended. */
export interface ScriptExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** What an exit code says beyond its number; POSIX, 2.8.2. */
const meanings: Readonly<Record<number, string>> = {
  126: "a file was found that cannot be executed",
  127: "a command was not found",
  137: "a command was killed by signal 9 (SIGKILL), as happens when memory runs out",
  143: "a command was ended by signal 15 (SIGTERM)",
};

/** What is known of a script that ended otherwise than with 0. */
export interface FailedScript {
  readonly exit: ScriptExit;
  readonly file: string;
  /** The command that has failed; where that is not known, the one that it began last. */
  readonly at: { readonly line: number; readonly statement: number } | undefined;
  /** The end of what it printed on stderr. */
  readonly lastWords: string;
}

export function scriptFailure({ exit, file, at, lastWords }: FailedScript): ActionError {
  const { code, signal } = exit;
  const syntax = code === 2 ? /: line (\d+): (syntax error.*|unexpected EOF.*)/.exec(lastWords) : null;
  if (syntax !== null) return syntaxError(file, Number(syntax[1]), syntax[2] ?? "");
  const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
  const said =
    lastWords
      .trimEnd()
      .split("\n")
      .findLast((line) => !isTraced(line))
      ?.trim() ?? "";
  const meaning = (code === null ? undefined : meanings[code]) ?? (said === "" ? undefined : said.slice(0, 500));
  return {
    type: signal === null ? `exit:${code}` : `signal:${signal}`,
    types: [],
    message:
      meaning === undefined ? `The script ended with ${how}.` : `The script ended with ${how}: ${ended(meaning)}`,
    file,
    ...at,
    stack: [],
    phase: "run",
  };
}

/** What `set -x` prints of the commands. */
function isTraced(line: string): boolean {
  return /^\++ /.test(line);
}

function ended(sentence: string): string {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}

/** Bash reads a script as it runs it, so it may have done a part of its work by then. */
function syntaxError(file: string, line: number, what: string): ActionError {
  const message = `bash cannot read the script: ${what}.`;
  return { type: "exit:2", types: [], message, file, line, stack: [], phase: "compile", retryable: false };
}
