import type { Located } from "../model/job.ts";
import type { Location } from "../model/location.ts";
import { nearest } from "../model/nearest.ts";
import type { Problems } from "./problems.ts";
import { describeNode, type YamlEntry, type YamlMap, type YamlNode } from "./yaml/yaml-node.ts";

/** The keys of one kind of map, for checks and for messages. */
export interface KeyTable {
  /** What the map is, with its article: `an action`. */
  readonly of: string;
  readonly keys: readonly string[];
  /** Words that people write for a key that is called otherwise here. */
  readonly meant?: Readonly<Record<string, string>>;
  /** Keys of the design that this version cannot act on. */
  readonly unsupported?: readonly string[];
}

/**
 * The values of a map by key, each read as the type that it should have. What is wrong is reported where it stands,
 * and reads as if the key were missing.
 */
export class Fields {
  readonly at: Location;
  readonly #map: YamlMap;
  readonly #problems: Problems;
  readonly #of: string;
  /** Keys that a reported slip most likely meant. */
  readonly #meant = new Set<string>();

  private constructor(map: YamlMap, table: KeyTable, problems: Problems) {
    this.at = map.at;
    this.#map = map;
    this.#problems = problems;
    this.#of = table.of;
    for (const entry of map.entries.values()) {
      const meant = checkKey(entry, table, problems);
      if (meant !== undefined) this.#meant.add(meant);
    }
  }

  /** Undefined, with a problem, where the node is not a map. */
  static of(node: YamlNode, table: KeyTable, problems: Problems): Fields | undefined {
    if (node.kind === "map") return new Fields(node, table, problems);
    const shown = table.keys.slice(0, 2).map((key) => `\`${key}: …\``);
    reportType(node, table.of, "a map", problems, `Give it keys: ${shown.join(", ")}.`);
    return undefined;
  }

  has(key: string): boolean {
    return this.#map.entries.has(key);
  }

  keyAt(key: string): Location | undefined {
    return this.#map.entries.get(key)?.keyAt;
  }

  /** Whether a key is missing, and no slip of it has been reported. */
  lacks(key: string): boolean {
    return !this.has(key) && !this.#meant.has(key);
  }

  /** The first of the keys that there is. */
  node(...keys: readonly string[]): YamlNode | undefined {
    for (const key of keys) {
      const entry = this.#map.entries.get(key);
      if (entry !== undefined) return entry.value;
    }
    return undefined;
  }

  /** Reads a key with a reader of `readers.ts`; undefined where it is missing or of another type. */
  read<T>(key: string, reader: (node: YamlNode, what: string, problems: Problems) => T | undefined): T | undefined {
    const node = this.node(key);
    return node === undefined ? undefined : reader(node, `\`${key}\``, this.#problems);
  }

  /** Like `read`, but a missing key is a problem. */
  required<T>(
    key: string,
    reader: (node: YamlNode, what: string, problems: Problems) => T | undefined,
    hint?: string,
  ): T | undefined {
    if (!this.lacks(key)) return this.read(key, reader);
    this.#problems.error(
      "AMA1005",
      `\`${key}\` is missing in ${this.#of}.`,
      startOf(this.at),
      hint === undefined ? {} : { hint },
    );
    return undefined;
  }
}

/** Reports a key that is not in the table; returns the one that it resembles. */
function checkKey({ key, keyAt }: YamlEntry, table: KeyTable, problems: Problems): string | undefined {
  // As in other formats, `x-…` is the place for what only its author reads, such as values to be repeated.
  if (table.keys.includes(key) || key.startsWith("x-")) return undefined;
  if (table.unsupported?.includes(key)) {
    problems.error("AMA1016", `This version does not support \`${key}\` in ${table.of}.`, keyAt, {
      hint: "Remove it: nothing would be done about it.",
    });
    return undefined;
  }
  const meant = table.meant?.[key] ?? nearest(key, table.keys);
  const message = `\`${key}\` is no key of ${table.of}.`;
  if (meant !== undefined) problems.error("AMA1006", message, keyAt, { hint: `Did you mean \`${meant}\`?` });
  else
    problems.lenient("AMA1006", message, keyAt, { hint: `It has no effect. The keys are: ${table.keys.join(", ")}.` });
  return meant;
}

/** Says that a node is not what is needed. `what` names it: `` `flow` ``. */
export function reportType(node: YamlNode, what: string, needed: string, problems: Problems, hint?: string): void {
  const message = `${what.replace(/^an? /, (article) => `A${article.slice(1)}`)} must be ${needed}, not ${describeNode(node)}.`;
  const advice = hint ?? formOf(node, needed);
  problems.error("AMA1004", message, node.at, advice === undefined ? {} : { hint: advice });
}

/** How to write it, where only the form is wrong. */
function formOf(node: YamlNode, needed: string): string | undefined {
  const isJson = node.at.file.endsWith(".json");
  if (needed === "a map") return isJson ? 'Write `{"name": value}`.' : "Write `name: value`, a line for each.";
  if (needed !== "a list") return undefined;
  if (node.kind !== "scalar" || node.value === null) return isJson ? "Use brackets." : "Write `- ` before each item.";
  const item = !isJson && /^[\w./:-]+$/.test(node.text) ? node.text : JSON.stringify(node.text);
  return `Write it in brackets: \`[${item}]\`.`;
}

/** The place where something begins, for messages about a whole map: underlining all of it would say nothing. */
export function startOf(at: Location): Location {
  return { file: at.file, line: at.line, column: at.column };
}

/** A value with its place. */
export function located<T>(value: T, at: Location): Located<T> {
  return { value, at };
}
