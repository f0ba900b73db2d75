import type { Location } from "../model/location.ts";

/** Turns offsets into places of a file. */
export interface TextPlaces {
  at(start: number, end?: number): Location;
}

export function textPlaces(file: string, text: string): TextPlaces {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);

  const lineOf = (offset: number): number => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const place = (offset: number) => {
    const within = Math.max(0, Math.min(offset, text.length));
    const line = lineOf(within);
    return { line: line + 1, column: within - (starts[line] ?? 0) + 1 };
  };

  return {
    at(start, end) {
      const from = place(start);
      if (end === undefined || end <= start) return { file, ...from };
      const to = place(end);
      const endLine = to.line === from.line ? {} : { endLine: to.line };
      return { file, ...from, ...endLine, endColumn: to.column };
    },
  };
}
