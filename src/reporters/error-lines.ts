import type { ActionError } from "../model/event.ts";
import type { Paint } from "./paint.ts";
import { cut, padStart, printable, textWidth } from "./text-width.ts";

export interface ErrorStyle {
  readonly paint: Paint;
  readonly columns: number;
  /** The lines of a source file of the run. */
  readonly sourceLines: (file: string) => readonly string[] | undefined;
}

const mostMessageLines = 12;
const mostCauses = 4;
const mostErrors = 10;
const mostFrames = 5;

/** A failure as a block: what, where, the source line with the place underlined, and what caused it. */
export function errorLines(error: ActionError, style: ErrorStyle): string[] {
  const { paint } = style;
  const all = error.all ?? [];
  const first = [...headline("✖", error, style).map(paint.bad), ...placeLines(error, style)];
  const others = all.slice(0, mostErrors).flatMap((other) => [...message(other, style), ...placeLines(other, style)]);
  const left = all.length > mostErrors ? [paint.faint(`    … ${all.length - mostErrors} more errors`)] : [];
  return [...first, ...others, ...left, ...causeLines(error, style, 0), ...remarks(error, style)];
}

/** `java.lang.ArithmeticException: / by zero`, on one line. */
export function errorInBrief(error: ActionError): string {
  const text = printable(error.message.split("\n").find((line) => line.trim() !== "") ?? "");
  return text === "" ? error.type : `${error.type}: ${text}`;
}

/** `file2.scala:1`, if it is known. */
export function errorPlace(error: ActionError): string | undefined {
  if (error.file === undefined) return undefined;
  return error.line === undefined ? error.file : `${error.file}:${error.line}`;
}

function headline(mark: string, error: ActionError, style: ErrorStyle): string[] {
  const lines = error.message.split("\n").map(printable);
  while (lines.length > 1 && lines.at(-1) === "") lines.pop();
  const type = error.phase === "compile" ? "" : `${error.type}: `;
  const shown = lines
    .slice(0, mostMessageLines)
    .map((line, i) => (i === 0 ? `  ${mark} ${type}${line}` : `    ${line}`));
  if (lines.length > mostMessageLines) shown.push(`    … ${lines.length - mostMessageLines} more lines`);
  return shown.flatMap((line, i) => fold(line, style.columns, i === 0 ? 4 : 6));
}

function message(error: ActionError, style: ErrorStyle): string[] {
  return headline(" ", error, style).map((line) => style.paint.bad(line));
}

/** Messages are never cut: a terminal's own wrapping would lose the indentation. */
function fold(line: string, columns: number, indent: number): string[] {
  if (textWidth(line) <= columns) return [line];
  const at = line.lastIndexOf(" ", columns);
  const cutAt = at > indent + 8 ? at : columns;
  const rest = line.slice(cutAt).trimStart();
  return rest === "" ? [line] : [line.slice(0, cutAt), ...fold(" ".repeat(indent) + rest, columns, indent)];
}

function placeLines(error: ActionError, style: ErrorStyle): string[] {
  const place = errorPlace(error);
  if (place === undefined) return [];
  const { paint } = style;
  const column = error.column === undefined ? "" : `:${error.column}`;
  const shown = [`      ${paint.name(place + column)}`];
  const source =
    error.file === undefined || error.line === undefined ? undefined : style.sourceLines(error.file)?.[error.line - 1];
  if (source === undefined || error.line === undefined) return shown;
  return [...shown, ...sourceLines(source, error.line, error.column, style), ...frames(error, paint)];
}

/** The line, and below it `^` at the column, or under all of it where no column is known. */
function sourceLines(
  source: string,
  line: number,
  column: number | undefined,
  { paint, columns }: ErrorStyle,
): string[] {
  const text = printable(source);
  const number = padStart(String(line), 4);
  const indent = text.length - text.trimStart().length;
  const before = column === undefined ? indent : textWidth(printable(`${source.slice(0, column - 1)}|`)) - 1;
  const room = Math.max(10, columns - 13);
  // A place far to the right is brought into view.
  const from = before > room - 10 ? Math.max(0, before - Math.floor(room / 2)) : 0;
  const window = cut((from > 0 ? "…" : "") + text.slice(from > 0 ? from + 1 : 0), room);
  const length = column === undefined ? Math.max(1, textWidth(window.trimStart())) : 1;
  return [
    `   ${paint.faint(`${number} │`)} ${window}`,
    `   ${paint.faint("     │")} ${" ".repeat(before - from)}${paint.bad("^".repeat(length))}`,
  ];
}

/** The other places in the user's own sources that led there. */
function frames(error: ActionError, paint: Paint): string[] {
  const own = error.stack.filter((frame) => frame.origin === "user" && frame.file !== undefined);
  const others = own.filter((frame) => frame.file !== error.file || frame.line !== error.line);
  const places = [
    ...new Set(others.map((frame) => `${frame.file}${frame.line === undefined ? "" : `:${frame.line}`}`)),
  ];
  return places.slice(0, mostFrames).map((place) => paint.faint(`      called from ${place}`));
}

function causeLines(error: ActionError, style: ErrorStyle, depth: number): string[] {
  const { cause } = error;
  if (cause === undefined) return [];
  if (depth === mostCauses) return [style.paint.faint("    … and further causes")];
  if (saysNothingNew(error, cause)) return causeLines(cause, style, depth);
  const place = errorPlace(cause);
  const text = `    caused by ${errorInBrief(cause)}${place === undefined ? "" : ` (${place})`}`;
  return [...fold(text, style.columns, 6), ...causeLines(cause, style, depth + 1)];
}

/** An exception that wraps another often has its message, as PySpark's have Java's, and no place of its own. */
function saysNothingNew(error: ActionError, cause: ActionError): boolean {
  const brief = (one: ActionError) => errorInBrief({ ...one, type: "" });
  return brief(cause) === brief(error) && (cause.line === undefined || errorPlace(cause) === errorPlace(error));
}

function remarks(error: ActionError, { paint, columns }: ErrorStyle): string[] {
  const defined =
    error.definedAt === undefined ? [] : [`    its dataset was defined at ${paint.name(error.definedAt)}`];
  if (error.hint === undefined) return defined;
  const [first = "", ...rest] = fold(`    hint: ${printable(error.hint)}`, columns, 10);
  return [...defined, first.replace("hint:", paint.warn("hint:")), ...rest];
}
