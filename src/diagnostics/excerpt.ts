/** A source line cut to a width, and where in it the marks below stand; all in columns of the terminal. */
export interface Excerpt {
  readonly text: string;
  readonly indent: number;
  readonly width: number;
}

const tabWidth = 4;

/**
 * Cuts a line around the place from `column` up to `endColumn` (both from 1, in UTF-16 units, the end exclusive; without
 * an end the place is one character). Tabs become spaces, and characters that take two columns count as two.
 */
export function excerpt(line: string, column: number, endColumn: number | undefined, columns: number): Excerpt {
  const cells = cellsOf(line);
  const start = cells.findIndex((cell) => cell.from >= column - 1);
  const first = start < 0 ? cells.length : start;
  const after = cells.findIndex((cell, i) => i > first && cell.from >= (endColumn ?? column + 1) - 1);
  const last = after < 0 ? cells.length : after;
  const [from, to] = window(cells, first, columns);
  const shown = cells.slice(from, to);
  const head = from > 0 ? "…" : "";
  const tail = to < cells.length ? "…" : "";
  const marked = widthOf(cells.slice(first, Math.min(last, to)));
  return {
    text: `${head}${shown.map((cell) => cell.text).join("")}${tail}`,
    indent: head.length + widthOf(cells.slice(from, first)),
    width: Math.max(1, marked),
  };
}

interface Cell {
  readonly text: string;
  /** Offset in the line. */
  readonly from: number;
  readonly width: number;
}

function cellsOf(line: string): readonly Cell[] {
  let from = 0;
  return Array.from(line).map((character) => {
    const cell = cellOf(character, from);
    from += character.length;
    return cell;
  });
}

function cellOf(character: string, from: number): Cell {
  if (character === "\t") return { text: " ".repeat(tabWidth), from, width: tabWidth };
  // A control character would move the cursor, or do worse.
  if (/\p{Cc}/u.test(character)) return { text: "\uFFFD", from, width: 1 };
  if (/\p{M}|\u200d|[\ufe00-\ufe0f]/u.test(character)) return { text: character, from, width: 0 };
  return { text: character, from, width: isWide(character) ? 2 : 1 };
}

/** East Asian wide characters and emoji. */
function isWide(character: string): boolean {
  return /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u.test(
    character,
  );
}

/** The cells that fit, with a third of the room before the place; all where they fit. */
function window(cells: readonly Cell[], first: number, columns: number): readonly [number, number] {
  if (widthOf(cells) <= columns) return [0, cells.length];
  const room = columns - 2;
  let from = first;
  for (let used = 0; from > 0 && used < room / 3; from--) used += cells[from - 1]?.width ?? 0;
  let to = from;
  for (let used = 0; to < cells.length; to++) {
    used += cells[to]?.width ?? 0;
    if (used > room) break;
  }
  return [from, Math.max(to, Math.min(first + 1, cells.length))];
}

function widthOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.width, 0);
}
