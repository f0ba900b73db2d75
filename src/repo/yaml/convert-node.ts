import { isAlias, isMap, isNode, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap } from "yaml";
import type { Location } from "../../model/location.ts";
import type { Problems } from "../problems.ts";
import type { TextFile } from "./text-file.ts";
import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from "./yaml-node.ts";

/** Deeper than any file of this kind. */
const maximumDepth = 100;

/** More values than a file of this kind ever has, once its aliases are written out. */
const maximumSize = 100_000;

/** Our own tree of a parsed document: aliases and merge keys followed, doubtful spellings reported. */
export function convertNode(node: unknown, file: TextFile, problems: Problems): YamlNode {
  return new Conversion(file, problems).convert(node);
}

interface Anchored {
  readonly node: YamlNode;
  /** How many values it is, aliases written out, and how many levels. */
  readonly size: number;
  readonly depth: number;
}

class Conversion {
  readonly #file: TextFile;
  readonly #problems: Problems;
  /** What each anchor stands for; `undefined` while the anchored value is still being converted. */
  readonly #anchors = new Map<string, Anchored | undefined>();
  #size = 0;
  #depth = 0;
  /** The deepest level since the outermost anchor around, or the start. */
  #reached = 0;
  #gaveUp = false;

  constructor(file: TextFile, problems: Problems) {
    this.#file = file;
    this.#problems = problems;
  }

  convert(node: unknown): YamlNode {
    if (isAlias(node)) return this.#alias(node.source, this.#at(node));
    const anchor = isMap(node) || isSeq(node) || isScalar(node) ? node.anchor : undefined;
    return anchor === undefined ? this.#nested(node) : this.#anchored(anchor, node);
  }

  #anchored(anchor: string, node: unknown): YamlNode {
    this.#anchors.set(anchor, undefined);
    const [sizeBefore, reachedBefore] = [this.#size, this.#reached];
    this.#reached = this.#depth;
    const converted = this.#nested(node);
    this.#anchors.set(anchor, { node: converted, size: this.#size - sizeBefore, depth: this.#reached - this.#depth });
    this.#reached = Math.max(this.#reached, reachedBefore);
    return converted;
  }

  #nested(node: unknown): YamlNode {
    this.#depth++;
    this.#reached = Math.max(this.#reached, this.#depth);
    const converted = this.#depth > maximumDepth ? this.#tooMuch(this.#at(node)) : this.#plain(node);
    this.#depth--;
    return converted;
  }

  #plain(node: unknown): YamlNode {
    this.#size++;
    if (isMap(node)) return this.#map(node);
    if (isSeq(node)) return { kind: "list", at: this.#at(node), items: node.items.map((item) => this.convert(item)) };
    if (!isScalar(node)) return nothingAt(this.#file.location(0));
    const scalar = this.#scalar(node);
    if (node.type === "PLAIN" && /^(yes|no|on|off)$/i.test(scalar.text)) this.#reportOldBoolean(scalar.text, scalar.at);
    return scalar;
  }

  #scalar(node: Scalar): YamlScalar {
    const { value } = node;
    const at = this.#at(node);
    this.#checkTag(node, at);
    const text = node.source ?? (typeof value === "string" ? value : "");
    if (typeof value === "number") return { kind: "scalar", at, value: isExact(value, text) ? value : text, text };
    if (typeof value === "string" || typeof value === "boolean") return { kind: "scalar", at, value, text };
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

  /** `no:` and `on:` are texts for everybody. */
  #key(key: unknown): YamlNode {
    if (!isScalar(key) || key.anchor !== undefined) return this.convert(key);
    this.#size++;
    return this.#scalar(key);
  }

  #addEntry(entries: Map<string, YamlEntry>, pair: Pair): void {
    const keyNode = this.#key(pair.key);
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
    return nothingAt(this.#file.location(end));
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
    if (target === undefined) {
      this.#reportAlias(name, at);
      // The text that was most likely meant, so that nobody misses a value here.
      return { kind: "scalar", at, value: `*${name}`, text: `*${name}` };
    }
    this.#size += target.size;
    const depth = this.#depth + target.depth;
    if (this.#size > maximumSize || depth > maximumDepth) return this.#tooMuch(at);
    this.#reached = Math.max(this.#reached, depth);
    return target.node;
  }

  #reportAlias(name: string, at: Location): void {
    const inside = this.#anchors.has(name);
    const message = inside
      ? `\`*${name}\` stands inside the value that it repeats.`
      : `\`*${name}\` repeats a value that no \`&${name}\` marks.`;
    const extra = inside ? {} : { hint: "Put a text that starts with `*` in quotes." };
    this.#problems.error("AMA1011", message, at, extra);
  }

  /** Said once: what follows would only repeat it. */
  #tooMuch(at: Location): YamlScalar {
    if (!this.#gaveUp) {
      this.#problems.error("AMA1011", "The file is nested too deeply, or its aliases stand for too many values.", at, {
        hint: `At most ${maximumDepth} levels and, aliases written out, ${maximumSize} values are read.`,
      });
    }
    this.#gaveUp = true;
    return nothingAt(at);
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

  #at(node: unknown): Location {
    const [start, end] = (isNode(node) ? node.range : undefined) ?? [0, 0];
    return this.#file.location(start, end);
  }
}

/**
 * Whether a number says all that was written: not of `.inf`, of which JSON has none, of more digits than a number holds,
 * or of a post code such as 01234. Those stay texts.
 */
function isExact(value: number, text: string): boolean {
  if (/^[-+]?\d+$/.test(text)) return Number.isSafeInteger(value) && !/^[-+]?0\d/.test(text);
  return Number.isFinite(value);
}

function nothingAt(at: Location): YamlScalar {
  return { kind: "scalar", at, value: null, text: "" };
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
