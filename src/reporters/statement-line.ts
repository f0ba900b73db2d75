import { formatMs } from "./amounts.ts";
import type { Paint } from "./paint.ts";
import { cut, padEnd, padStart, printable, textWidth } from "./text-width.ts";

/** The widths of the columns of the `code` report, in cells; 0 for a column that there is no room for. */
export interface Columns {
  readonly total: number;
  readonly source: number;
  readonly value: number;
  readonly time: number;
}

export interface FinishedStatement {
  readonly ms: number;
  readonly name?: string;
  readonly valueType?: string;
  readonly value?: string;
  readonly data?: boolean;
  /** Stands in the column of values instead of what the others give. */
  readonly text?: string;
}

const widest = 120;
const numberWidth = 5;

/** The number and source always; the time from 36 columns on, the value from 64 on. */
export function columnsFor(available: number): Columns {
  const total = Math.min(available, widest);
  const time = total >= 36 ? 9 : 0;
  const room = total - numberWidth - 2 - time;
  const value = total >= 64 ? Math.floor(room * 0.36) : 0;
  return { total, source: Math.max(8, room - value - (value > 0 ? 2 : 0)), value, time };
}

/** `    4  val rdd = sc.parallelize(data)          rdd: RDD[Int]       41 ms`. */
export function statementLine(
  line: number,
  source: string,
  finished: FinishedStatement | undefined,
  columns: Columns,
  paint: Paint,
): string {
  const number = paint.faint(padStart(String(line), numberWidth));
  const whole = columns.source + (columns.value > 0 ? columns.value + 2 : 0);
  if (finished === undefined) return `${number}  ${cut(source, whole)}`;
  const text = valueText(finished) === "" ? cut(source, whole) : cut(source, columns.source);
  const rest = outcome(finished, columns, paint);
  // A statement without a value has that column for itself.
  const shown =
    textWidth(text) > columns.source
      ? padEnd(text, whole) + time(finished, columns, paint)
      : padEnd(text, columns.source) + rest;
  return `${number}  ${shown}`.trimEnd();
}

/** The value and time of a statement whose line had to be printed earlier. */
export function lateOutcome(finished: FinishedStatement, columns: Columns, paint: Paint): string {
  return " ".repeat(numberWidth + 2 + columns.source) + outcome(finished, columns, paint);
}

function outcome(finished: FinishedStatement, columns: Columns, paint: Paint): string {
  const value =
    columns.value === 0 ? "" : `  ${paint.name(padEnd(cut(valueText(finished), columns.value), columns.value))}`;
  return value + time(finished, columns, paint);
}

function time(finished: FinishedStatement, columns: Columns, paint: Paint): string {
  return columns.time === 0 ? "" : paint.faint(padStart(formatMs(finished.ms), columns.time));
}

/** A statement's lines as one: comments on lines of their own left out, chains joined without a gap. */
export function statementSource(lines: readonly string[], line: number, endLine: number): string {
  const texts = lines
    .slice(line - 1, Math.min(endLine, line + 20))
    .map((text) => printable(text).trim())
    .filter((text, i) => text !== "" && (i === 0 || !/^(\/\/|#)/.test(text)));
  return texts.reduce(
    (joined, text) => (joined === "" || text.startsWith(".") ? joined + text : `${joined} ${text}`),
    "",
  );
}

/** `odd: DataFrame [number: int]`, `total: Long = 1000`; of an expression `Long = 1000`, of an SQL command `3 rows`. */
function valueText({ name, valueType, value, data, text: given }: FinishedStatement): string {
  if (given !== undefined) return given;
  const type = shortType(valueType ?? "");
  const [first = "", ...more] = value === undefined || data === true ? [] : value.trimEnd().split("\n");
  const text = printable(first) + (more.length > 0 ? "…" : "");
  if (name === undefined) return type === "" ? text : isScalar(type) && text !== "" ? `${type} = ${text}` : "";
  const typed = type === "" ? name : `${name}: ${type}`;
  if (/\b(DataFrame|Dataset)\b/.test(type)) return text.startsWith("[") ? `${typed} ${text}` : typed;
  return isScalar(type) && text !== "" ? `${typed} = ${text}` : typed;
}

/** A value of data that is short enough to stand beside its name: `squares: List[Int] = List(1, 4)`. */
export function shortData({ name, valueType, value }: FinishedStatement, columns: Columns): string | undefined {
  if (name === undefined || value === undefined || value.trimEnd().includes("\n")) return undefined;
  const text = `${name}: ${shortType(valueType ?? "")} = ${printable(value)}`;
  return textWidth(text) <= columns.value ? text : undefined;
}

/** `org.apache.spark.rdd.RDD[Int]`: `RDD[Int]`; `Dataset[Row]` by the name that everybody knows it by. */
function shortType(type: string): string {
  const short = printable(type).replaceAll(/\b(?:[a-z_][\w$]*\.)+(?=[A-Z])/g, "");
  return short.replaceAll(/\bDataset\[Row\]/g, "DataFrame");
}

function isScalar(type: string): boolean {
  return /^(Int|Long|Double|Float|Short|Byte|Boolean|Char|String|BigInt|BigDecimal|Date|Timestamp|LocalDate|int|float|str|bool|numeric|integer|character|logical)$/.test(
    type,
  );
}
