import type { RunStatus } from "../model/event.ts";
import { formatDuration } from "./amounts.ts";
import { type Paint, paintFor } from "./paint.ts";
import { cut, padEnd, padStart, printable, textWidth } from "./text-width.ts";

/** What the table of runs shows of one. */
export interface RunRow {
  readonly alias: number;
  readonly job: string;
  readonly environment: string;
  readonly branch?: string;
  readonly commit?: string;
  readonly dirty: boolean;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** The short number of the run that it continues. */
  readonly resumes?: number;
  readonly end?: { readonly at: number; readonly status: RunStatus };
  /** Whether its leader lives; a run without end and leader was broken off. */
  readonly isRunning: boolean;
}

export interface TableStyle {
  readonly columns: number;
  readonly colour: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

interface Column {
  readonly title: string;
  readonly cell: (row: RunRow) => string;
  readonly right?: boolean;
  /** The widest it may be. */
  readonly most: number;
  /** How narrow it can be made before columns are dropped; as wide as it is when missing. */
  readonly least?: number;
  /** Columns of a higher rank are dropped first where the terminal is narrow. */
  readonly rank: number;
}

const gap = 2;

/** One line a run, below a line of titles; nothing for no runs. */
export function runsTable(rows: readonly RunRow[], { columns, colour, now }: TableStyle): string[] {
  if (rows.length === 0) return [];
  const paint = paintFor(colour);
  const { kept, widths } = fitting(columnsAt(now), rows, columns);
  const line = (cells: readonly string[]) =>
    kept
      .map((column, i) => {
        const [text, width] = [cut(cells[i] ?? "", widths[i] ?? 0), widths[i] ?? 0];
        return column.right === true ? padStart(text, width) : padEnd(text, width);
      })
      .join(" ".repeat(gap));
  const titles = `  ${line(kept.map((column) => column.title))}`.trimEnd();
  return [
    paint.faint(titles),
    ...rows.map((row) => `${mark(row, paint)} ${line(kept.map((column) => column.cell(row)))}`.trimEnd()),
  ];
}

function columnsAt(now: number): readonly Column[] {
  return [
    { title: "run", cell: (row) => String(row.alias), right: true, most: 6, rank: 0 },
    { title: "job", cell: (row) => printable(row.job.replaceAll("\n", " ")), most: 32, least: 12, rank: 0 },
    { title: "environment", cell: (row) => row.environment, most: 16, rank: 2 },
    { title: "source", cell: source, most: 40, least: 16, rank: 4 },
    { title: "started", cell: (row) => formatTime(row.createdAt), most: 16, rank: 3 },
    { title: "took", cell: (row) => took(row, now), right: true, most: 12, rank: 1 },
    { title: "status", cell: status, most: 32, least: 10, rank: 1 },
  ];
}

/** Narrows the columns that can be, the widest first; then drops those that matter least. */
function fitting(
  all: readonly Column[],
  rows: readonly RunRow[],
  columns: number,
): { kept: readonly Column[]; widths: readonly number[] } {
  const widths = all.map((column) => widthOf(column, rows));
  const excess = () => 2 - gap - columns + widths.reduce((sum, width) => sum + width + gap, 0);
  const spare = (i: number) => Math.max(0, (widths[i] ?? 0) - (all[i]?.least ?? Number.POSITIVE_INFINITY));
  const widest = () => all.map((_, i) => i).reduce((best, i) => (spare(i) > spare(best) ? i : best), 0);
  while (excess() > 0 && spare(widest()) > 0) widths[widest()] = (widths[widest()] ?? 0) - 1;
  const last = Math.max(...all.map((column) => column.rank));
  if (excess() <= 0 || last === 0) return { kept: all, widths };
  return fitting(
    all.filter((column) => column.rank < last),
    rows,
    columns,
  );
}

function widthOf(column: Column, rows: readonly RunRow[]): number {
  const widest = Math.max(...rows.map((row) => textWidth(column.cell(row))));
  return Math.min(column.most, Math.max(textWidth(column.title), widest));
}

function mark(row: RunRow, paint: Paint): string {
  if (row.end === undefined) return row.isRunning ? paint.name("▸") : paint.warn("!");
  if (row.end.status === "succeeded") return paint.good("✔");
  return row.end.status === "cancelled" ? paint.warn("■") : paint.bad("✖");
}

function status(row: RunRow): string {
  const resumes = row.resumes === undefined ? "" : `, continues ${row.resumes}`;
  if (row.end === undefined) return (row.isRunning ? "running" : "broken off") + resumes;
  return (row.end.status === "environment-failed" ? "environment failed" : row.end.status) + resumes;
}

function source({ branch, commit, dirty }: RunRow): string {
  if (commit === undefined) return "";
  const at = branch === undefined ? commit.slice(0, 7) : `${branch} @ ${commit.slice(0, 7)}`;
  return dirty ? `${at} + changes` : at;
}

function took(row: RunRow, now: number): string {
  if (row.end !== undefined) return formatDuration(row.end.at - row.createdAt);
  return row.isRunning ? formatDuration(now - row.createdAt) : "";
}

/** Local time, to the minute: `2026-01-31 09:05`. */
function formatTime(ms: number): string {
  const date = new Date(ms);
  const two = (n: number) => String(n).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
