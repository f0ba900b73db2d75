const tableBits = 16;
const tableSize = 1 << tableBits;

/**
 * Finds all occurrences of many texts at once, after Wu and Manber: it looks at two characters, and skips as far as no
 * text can begin. With texts of 8 characters and more that means that most characters are never looked at.
 */
export class TextFinder {
  /** The length of the shortest text: all texts are searched by their first so many characters. */
  readonly #window: number;
  readonly #longest: number;
  /** By the hash of two characters: how far the window can move when it ends with them. */
  readonly #shift: Uint8Array;
  /** Texts whose window ends with these two characters. */
  readonly #candidates = new Map<number, string[]>();
  readonly #byFirst = new Map<number, string[]>();

  /** Every text must have at least two characters. */
  constructor(texts: readonly string[]) {
    this.#window = Math.min(255, ...texts.map((text) => text.length));
    this.#longest = Math.max(0, ...texts.map((text) => text.length));
    this.#shift = new Uint8Array(tableSize).fill(Math.max(1, this.#window - 1));
    for (const text of texts) this.#add(text);
  }

  #add(text: string): void {
    for (let end = 1; end < this.#window; end++) {
      const hash = hashAt(text, end);
      this.#shift[hash] = Math.min(this.#shift[hash] ?? 0, this.#window - 1 - end);
    }
    add(this.#candidates, hashAt(text, this.#window - 1), text);
    add(this.#byFirst, text.charCodeAt(0), text);
  }

  /** Calls back for every occurrence, in the order of their starts; they may overlap. */
  find(text: string, found: (start: number, end: number) => void): void {
    if (this.#longest === 0) return;
    const shift = this.#shift;
    for (let end = this.#window - 1; end < text.length; ) {
      const hash = ((text.charCodeAt(end - 1) * 31) ^ (text.charCodeAt(end) * 1031)) & (tableSize - 1);
      const step = shift[hash] ?? 1;
      if (step === 0) this.#check(text, end - this.#window + 1, hash, found);
      end += step === 0 ? 1 : step;
    }
  }

  #check(text: string, start: number, hash: number, found: (start: number, end: number) => void): void {
    for (const candidate of this.#candidates.get(hash) ?? [])
      if (text.startsWith(candidate, start)) found(start, start + candidate.length);
  }

  /** Where the first end of `text` begins that is the beginning of some text; the text's length where there is none. */
  openEnd(text: string): number {
    for (let start = Math.max(0, text.length - this.#longest + 1); start < text.length; start++) {
      const candidates = this.#byFirst.get(text.charCodeAt(start));
      if (candidates === undefined) continue;
      const end = text.slice(start);
      if (candidates.some((candidate) => candidate.length > end.length && candidate.startsWith(end))) return start;
    }
    return text.length;
  }
}

function hashAt(text: string, end: number): number {
  return ((text.charCodeAt(end - 1) * 31) ^ (text.charCodeAt(end) * 1031)) & (tableSize - 1);
}

function add(map: Map<number, string[]>, key: number, text: string): void {
  const texts = map.get(key);
  if (texts === undefined) map.set(key, [text]);
  else texts.push(text);
}
