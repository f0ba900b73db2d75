/** Columns aligned by blanks, the first row underlined; without the columns that are empty but for their head. */
export function renderTable(rows: readonly (readonly string[])[]): string {
  const [head = []] = rows;
  const kept = head.map((_, column) => column).filter((column) => rows.slice(1).some((row) => row[column]));
  const widths = kept.map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    kept
      .map((column, i) => (row[column] ?? "").padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd();
  const rule = widths.map((width) => "─".repeat(width)).join("  ");
  return [line(head), rule, ...rows.slice(1).map(line)].join("\n");
}
