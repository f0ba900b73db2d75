import type { Analysis } from "../model/analysis.ts";
import type { Location } from "../model/location.ts";
import type { Analyser } from "./analyser.ts";

/** Cuts, doubles and swaps pieces, and puts marks where they don't belong. */
function damaged(source: string, seed: number): string {
  let state = seed * 7919;
  const next = (limit: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % limit;
  };
  let text = source;
  for (let times = 1 + next(4); times > 0; times--) {
    const [from, length] = [next(text.length), next(40)];
    const piece = text.slice(from, from + length);
    const marks = ['"', '"""', "{", ")", "/*", "`", "\uFEFF", "\t", "\r\n", "$", "😀", "=>", "\u0000"];
    const instead =
      ["", piece + piece, marks[next(marks.length)] ?? "", [...piece].toReversed().join("")][next(4)] ?? "";
    text = text.slice(0, from) + instead + text.slice(from + length);
  }
  return text;
}

function isIn(text: string, at: Location): boolean {
  const lines = text.replace(/^\uFEFF/, "").split("\n");
  const line = lines[at.line - 1];
  return (
    line !== undefined && at.column >= 1 && at.column <= line.length + 1 && (at.endLine ?? at.line) <= lines.length
  );
}

/** The places that an analyser tells of damaged forms of a source and that do not lie in them. */
export function placesOutside(analyser: Analyser, source: string, seeds: number): string[] {
  const outside: string[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    const text = damaged(source, seed);
    for (const at of placesOf(analyser("src/a", text)))
      if (!isIn(text, at)) outside.push(`seed ${seed}: ${at.line}:${at.column}`);
  }
  return outside;
}

function placesOf(analysis: Analysis): Location[] {
  const { reads, defines, open, diagnostics, pathsRead, pathsWritten, sources, writesOutside } = analysis;
  const found = [...reads, ...defines, ...open, ...diagnostics, ...pathsRead, ...pathsWritten, ...sources];
  const { references = [], variables = [] } = analysis;
  return [
    ...[...found, ...writesOutside, ...references, ...variables].flatMap(({ at }) => at ?? []),
    ...analysis.computedReads,
  ];
}
