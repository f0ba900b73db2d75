import type { Diagnostic, Severity } from "../model/diagnostic.ts";
import { formatLocation } from "../model/location.ts";
import { excerpt } from "./excerpt.ts";

export interface RenderOptions {
  readonly colour: boolean;
  /** The width of the terminal; longer source lines are cut around the place. */
  readonly columns: number;
}

const colours: Readonly<Record<Severity | "bold" | "dim", readonly [number, number]>> = {
  error: [31, 39],
  warning: [33, 39],
  info: [36, 39],
  bold: [1, 22],
  dim: [2, 22],
};

type Paint = (style: keyof typeof colours, text: string) => string;

/**
 * Diagnostics as text, each with its place, its source line and what to do, and a last line that counts them when there
 * is more than one; ends with a line break, and is empty where there are none.
 *
 *     maki.yml:8:13: error AMA1103: `spark-skala` is no runner type.
 *       8 │       type: spark-skala
 *         │             ^^^^^^^^^^^
 *       Did you mean `spark-scala`?
 */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], options: RenderOptions): string {
  const blocks = diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, options));
  const summary = diagnostics.length > 1 ? [`${countOf(diagnostics)}\n`] : [];
  return [...blocks, ...summary].join("\n");
}

/** One diagnostic as lines; ends with a line break. */
export function renderDiagnostic(diagnostic: Diagnostic, { colour, columns }: RenderOptions): string {
  const paint: Paint = (style, text) =>
    colour ? `\u001b[${colours[style][0]}m${text}\u001b[${colours[style][1]}m` : text;
  const { at, sourceLine, hint, related = [], severity, code } = diagnostic;
  const place = at === undefined ? "" : `${formatLocation(at)}: `;
  const lines = [`${paint("bold", place)}${paint(severity, `${severity} ${code}`)}: ${printable(diagnostic.message)}`];
  if (at !== undefined && sourceLine !== undefined) lines.push(...excerptLines(sourceLine, diagnostic, columns, paint));
  for (const { message, at: other } of related) lines.push(`  ${formatLocation(other)}: ${printable(message)}`);
  if (hint !== undefined) lines.push(`  ${printable(hint)}`);
  return `${lines.join("\n")}\n`;
}

function excerptLines(sourceLine: string, { at, severity }: Diagnostic, columns: number, paint: Paint): string[] {
  if (at === undefined) return [];
  const number = String(at.line);
  const gutter = " ".repeat(number.length);
  // On a line of its own the place ends where the line does.
  const end = at.endLine === undefined ? at.endColumn : sourceLine.length + 1;
  const { text, indent, width } = excerpt(sourceLine, at.column, end, Math.max(20, columns - number.length - 5));
  const marks = " ".repeat(indent) + paint(severity, "^".repeat(width));
  return [`  ${paint("dim", `${number} │`)} ${text}`.trimEnd(), `  ${gutter} ${paint("dim", "│")} ${marks}`];
}

function countOf(diagnostics: readonly Diagnostic[]): string {
  const count = (severity: Severity, word: string) => {
    const number = diagnostics.filter((one) => one.severity === severity).length;
    return number === 0 ? [] : [`${number} ${word}${number === 1 ? "" : "s"}`];
  };
  return [...count("error", "error"), ...count("warning", "warning"), ...count("info", "remark")].join(", ");
}

/** Without what would move a terminal's cursor or colour its text: messages quote what stands in files. */
function printable(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n]/gu, "\uFFFD");
}
