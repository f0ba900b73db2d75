import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap } from "yaml";
import type { Location } from "../../model/location.ts";
import type { Problems } from "../problems.ts";
import type { TextFile } from "./text-file.ts";
import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from "./yaml-node.ts";

/** More values than a file of this kind ever has, once its aliases are written out. */
const maximumSize = 100_000;

/** Our own tree of a parsed document: aliases and merge keys followed, doubtful spellings reported. */
export function convertNode(node: unknown, file: TextFile, problems: Problems): YamlNode {
  return new Conversion(file, problems).convert(node);
}

class Conversion {
  readonly #file: TextFile;
  readonly #problems: Problems;
  /** What each anchor stands for; `undefined` while the anchored value is still being converted. */
  readonly #anchors = new Map<string, { node: YamlNode; size: number } | undefined>();
  #size = 0;

  constructor(file: TextFile, problems: Problems) {
    this.#file = file;
    this.#problems = problems;
  }

  convert(node: unknown): YamlNode {
    if (isAlias(node)) return this.#alias(node.source, this.#at(node));
    const anchor = isMap(node) || isSeq(node) || isScalar(node) ? node.anchor : undefined;
    if (anchor === undefined) return this.#plain(node);
    this.#anchors.set(anchor, undefined);
    const before = this.#size;
    const converted = this.#plain(node);
    this.#anchors.set(anchor, { node: converted, size: this.#size - before });
    return converted;
  }

  #plain(node: unknown): YamlNode {
    this.#size++;
    if (isMap(node)) return this.#map(node);
    if (isSeq(node)) return { kind: "list", at: this.#at(node), items: node.items.map((item) => this.convert(item)) };
    if (isScalar(node)) return this.#scalar(node);
    return { kind: "scalar", at: this.#file.location(0), value: null, text: "" };
  }

  #scalar(node: Scalar): YamlScalar {
    const { value } = node;
    const at = this.#at(node);
    this.#checkTag(node, at);
    const text = node.source ?? (typeof value === "string" ? value : "");
    if (node.type === "PLAIN" && /^(yes|no|on|off)$/i.test(text)) this.#reportOldBoolean(text, at);
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
      return { kind: "scalar", at, value: Number.isNaN(value) || value === Infinity ? text : value, text };
    }
    return { kind: "scalar", at, value: null, text };
  }

  #map(node: YAMLMap): YamlMap {
    const entries = new Map<string, YamlEntry>();
    const merged: YamlMap[] = [];
    this.#checkTag(node, this.#at(node));
    for (const pair of node.items) {
      if (isMergeKey(pair)) merged.push(...this.#mergeSources(pair));
      else this.#addEntry(entries, pair);
    }
    for (const [key, entry] of merged.flatMap((map) => [...map.entries]))
      if (!entries.has(key)) entries.set(key, entry);
    return { kind: "map", at: this.#at(node), entries };
  }

  #addEntry(entries: Map<string, YamlEntry>, pair: Pair): void {
    const keyNode = this.convert(pair.key);
    const value = pair.value === null ? this.#nothing(pair.key) : this.convert(pair.value);
    if (keyNode.kind !== "scalar") {
      return this.#problems.error("AMA1015", "A key must be a text.", keyNode.at);
    }
    const key = typeof keyNode.value === "string" ? keyNode.value : keyNode.text;
    const first = entries.get(key);
    if (first !== undefined) return this.#reportTwice(key, keyNode.at, first.keyAt);
    entries.set(key, { key, keyAt: keyNode.at, value });
  }

  #nothing(key: unknown): YamlScalar {
    this.#size++;
    const end = isNodeWithRange(key) ? key.range[1] : 0;
    return { kind: "scalar", at: this.#file.location(end), value: null, text: "" };
  }

  #mergeSources(pair: Pair): YamlMap[] {
    const source = this.convert(pair.value);
    const maps = source.kind === "list" ? source.items : [source];
    return maps.flatMap((map) => {
      if (map.kind === "map") return [map];
      this.#problems.error("AMA1004", "`<<` takes a map, or a list of maps.", map.at);
      return [];
    });
  }

  #alias(name: string, at: Location): YamlNode {
    const target = this.#anchors.get(name);
    const nothing: YamlScalar = { kind: "scalar", at, value: null, text: "" };
    if (target === undefined) {
      const inside = this.#anchors.has(name);
      const message = inside
        ? `\`*${name}\` stands inside the value that it repeats.`
        : `\`*${name}\` repeats a value that no \`&${name}\` marks.`;
      this.#problems.error(
        "AMA1011",
        message,
        at,
        inside ? {} : { hint: "Put a text that starts with `*` in quotes." },
      );
      return nothing;
    }
    this.#size += target.size;
    if (this.#size <= maximumSize) return target.node;
    this.#problems.error("AMA1011", `Written out, the file's aliases make more than ${maximumSize} values.`, at);
    return nothing;
  }

  #checkTag(node: Scalar | YAMLMap, at: Location): void {
    if (node.tag === undefined || (node.tag.startsWith("tag:yaml.org,2002:") && isCoreTag(node.tag))) return;
    this.#problems.error("AMA1014", `The tag \`${shownTag(node.tag)}\` has no meaning here.`, at, {
      hint: "Remove it.",
    });
  }

  #reportOldBoolean(text: string, at: Location): void {
    const meant = /^(yes|on)$/i.test(text) ? "true" : "false";
    this.#problems.warning("AMA1008", `\`${text}\` is a text, not a truth value.`, at, {
      hint: `Write \`${meant}\`, or \`"${text}"\` if the text is meant.`,
    });
  }

  #reportTwice(key: string, at: Location, first: Location): void {
    this.#problems.error("AMA1007", `The key \`${key}\` occurs twice in one map.`, at, {
      hint: "Remove one of them.",
      related: [{ message: "the first one", at: first }],
    });
  }

  #at(node: Node): Location {
    const [start, end] = node.range ?? [0, 0];
    return this.#file.location(start, end);
  }
}

function isMergeKey(pair: Pair): boolean {
  return isScalar(pair.key) && pair.key.value === "<<" && pair.key.type === "PLAIN";
}

function isNodeWithRange(node: unknown): node is Node & { range: [number, number, number] } {
  return isScalar(node) && node.range != null;
}

function isCoreTag(tag: string): boolean {
  return /:(str|int|float|bool|null|map|seq)$/.test(tag);
}

function shownTag(tag: string): string {
  return tag.replace("tag:yaml.org,2002:", "!!");
}
