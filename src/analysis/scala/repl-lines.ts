/** A line that is a command of spark-shell itself, such as `:load other.scala`. */
export interface ReplLine {
  readonly command: string;
  readonly start: number;
  readonly end: number;
}

/** Takes the commands of spark-shell out of a text, and leaves blanks, so that all else stays at its place. */
export function blankReplLines(text: string): { readonly text: string; readonly lines: readonly ReplLine[] } {
  if (!/^:[a-z]/m.test(text)) return { text, lines: [] };
  const lines: ReplLine[] = [];
  const blanked = text.replaceAll(/^:([a-z]+)\b[^\n]*/gm, (line, command: string, start: number) => {
    lines.push({ command, start, end: start + line.trimEnd().length });
    return " ".repeat(line.length);
  });
  return { text: blanked, lines };
}
