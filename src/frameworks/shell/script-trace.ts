import type { HostTells } from "../../engine/ports.ts";
import type { AttemptId } from "../../model/event.ts";

/** Makes statements of the lines that a script's trace tells, each of which ends the one before. */
export interface ScriptTrace {
  /** The line of the command that has failed last; where that is not told, of the one that was begun last. */
  readonly line: number | undefined;
  read(chunk: string): void;
  /** The script has ended; its last command too, where it went well. */
  end(wentWell: boolean): void;
}

export function openScriptTrace(attempt: AttemptId, now: () => number, tell: (told: HostTells) => void): ScriptTrace {
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
    get line() {
      return failed ?? line;
    },
    read(chunk) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      // The parts of a pipe, and what a loop does on its own line, are one.
      for (const text of lines) {
        if (text.startsWith("!")) failed = Number(text.slice(1));
        else if (Number(text) !== line) begin(Number(text));
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
