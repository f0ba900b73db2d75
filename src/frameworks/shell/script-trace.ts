import type { HostTells } from "../../engine/ports.ts";
import type { AttemptId } from "../../model/event.ts";

/** Makes statements of the lines that a script's trace tells, each of which ends the one before. */
export interface ScriptTrace {
  /** The command that has failed last; where that is not told, the one that was begun last. */
  readonly at: { readonly line: number; readonly statement: number } | undefined;
  read(chunk: string): void;
  /** The script has ended; its last command too, where it went well. */
  end(wentWell: boolean): void;
}

/** `firstLine` is the line of the user's file that the script begins with. */
export function openScriptTrace(
  attempt: AttemptId,
  firstLine: number,
  now: () => number,
  tell: (told: HostTells) => void,
): ScriptTrace {
  const lineOf = (text: string): number => Number(text) + firstLine - 1;
  let rest = "";
  let index = -1;
  let line: number | undefined;
  let failed: number | undefined;
  let began = 0;

  function finish(): void {
    if (line !== undefined) tell({ type: "statement.finished", attempt, index, ms: round(now() - began) });
  }

  function begin(next: number): void {
    finish();
    line = next;
    began = now();
    tell({ type: "statement.started", attempt, index: ++index, line, endLine: line });
  }

  return {
    get at() {
      const last = failed ?? line;
      return last === undefined ? undefined : { line: last, statement: Math.max(index, 0) };
    },
    read(chunk) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      // The parts of a pipe, and what a loop does on its own line, are one.
      for (const text of lines) {
        if (text.startsWith("!")) failed = lineOf(text.slice(1));
        else if (lineOf(text) !== line) begin(lineOf(text));
      }
    },
    end(wentWell) {
      if (wentWell) finish();
    },
  };
}

function round(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
