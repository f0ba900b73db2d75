import { stripVTControlCharacters } from "node:util";

/** Characters that take two cells: East Asian wide and full-width forms, and emoji (Unicode 16, EastAsianWidth.txt). */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{16fe0}-\u{18fff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const zero = /[\p{Mn}\p{Me}\p{Cf}\u{fe00}-\u{fe0f}]/u;
const plain = /^[\x20-\x7e]*$/;

/** How many cells of a terminal a text takes; colours take none. */
export function textWidth(text: string): number {
  if (plain.test(text)) return text.length;
  let width = 0;
  for (const character of stripVTControlCharacters(text)) width += characterWidth(character);
  return width;
}

function characterWidth(character: string): number {
  if (character >= " " && character <= "~") return 1;
  if (zero.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}

/** The text in at most `width` cells; where something is cut, `…` says so. For text without colours. */
export function cut(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  if (width < 1) return "";
  let kept = "";
  let used = 0;
  for (const character of text) {
    used += characterWidth(character);
    if (used > width - 1) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

export function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - textWidth(text)));
}

export function padStart(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - textWidth(text))) + text;
}

/** One line as it can be printed safely: tabs as spaces to the next stop of 4, nothing that moves the cursor. */
export function printable(line: string): string {
  // What a progress bar drew last is what a terminal would show.
  const last = line.replace(/\r+$/, "").split("\r").at(-1) ?? "";
  let shown = "";
  for (const character of stripVTControlCharacters(last)) {
    if (character === "\t") shown += " ".repeat(4 - (textWidth(shown) % 4));
    else shown += /\p{Cc}/u.test(character) ? "·" : character;
  }
  return shown.trimEnd();
}

/** The parts joined by ` · `, in lines of at most `width` cells where single parts allow; later lines are indented. */
export function flow(parts: readonly string[], width: number, indent: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const line = lines.at(-1);
    if (line !== undefined && textWidth(line) + 3 + textWidth(part) <= width)
      lines[lines.length - 1] = `${line} · ${part}`;
    else lines.push(line === undefined ? part : " ".repeat(indent) + part);
  }
  return lines;
}
