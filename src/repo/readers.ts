import { parseDuration } from "../model/duration.ts";
import type { Located } from "../model/job.ts";
import { nearest } from "../model/nearest.ts";
import { located, reportType } from "./fields.ts";
import type { Problems } from "./problems.ts";
import type { YamlEntry, YamlNode } from "./yaml/yaml-node.ts";

/** Reads a node as some type; reports and returns undefined where it is not. */
export type Reader<T> = (node: YamlNode, what: string, problems: Problems) => T | undefined;

/** Any scalar as it was written: `0.3` stays the text "0.3". */
export const text: Reader<Located<string>> = (node, what, problems) => {
  if (node.kind === "scalar" && node.value !== null) {
    return located(typeof node.value === "string" ? node.value : node.text, node.at);
  }
  reportType(node, what, "a text", problems);
  return undefined;
};

/** A text with something in it. */
export const word: Reader<Located<string>> = (node, what, problems) => {
  const found = text(node, what, problems);
  if (found === undefined || found.value.trim() !== "") return found;
  problems.error("AMA1004", `${what} must not be empty.`, node.at);
  return undefined;
};

export const truth: Reader<boolean> = (node, what, problems) => {
  if (node.kind === "scalar" && typeof node.value === "boolean") return node.value;
  reportType(node, what, "true or false", problems);
  return undefined;
};

/** A whole number, 0 or more. */
export const count: Reader<number> = (node, what, problems) => {
  if (node.kind !== "scalar" || typeof node.value !== "number") {
    reportType(node, what, "a number", problems);
    return undefined;
  }
  if (Number.isSafeInteger(node.value) && node.value >= 0) return node.value;
  problems.error("AMA1018", `${what} must be a whole number, 0 or more.`, node.at);
  return undefined;
};

/** The items of a list, each read with `item`; those that could not be read are left out. */
export function listOf<T>(item: Reader<T>): Reader<T[]> {
  return (node, what, problems) => {
    if (node.kind !== "list") {
      reportType(node, what, "a list", problems);
      return undefined;
    }
    return node.items.flatMap((one) => item(one, `an item of ${what}`, problems) ?? []);
  };
}

/** A list, or one item that stands for a list of itself. */
export function oneOrMany<T>(item: Reader<T>): Reader<T[]> {
  return (node, what, problems) => {
    if (node.kind === "list") return listOf(item)(node, what, problems);
    const one = item(node, what, problems);
    return one === undefined ? undefined : [one];
  };
}

/** The entries of a map with any keys. */
export const entries: Reader<readonly YamlEntry[]> = (node, what, problems) => {
  if (node.kind === "map") return [...node.entries.values()];
  if (node.kind === "scalar" && node.value === null) return [];
  reportType(node, what, "a map", problems);
  return undefined;
};

/** One of a few words. */
export function oneOf<const T extends string>(...choices: readonly T[]): Reader<T> {
  return (node, what, problems) => {
    const found = text(node, what, problems);
    if (found === undefined) return undefined;
    const choice = choices.find((one) => one === found.value);
    if (choice === undefined) reportChoice(found, what, choices, problems);
    return choice;
  };
}

function reportChoice(found: Located<string>, what: string, choices: readonly string[], problems: Problems): void {
  const near = nearest(found.value, choices);
  problems.error("AMA1013", `\`${found.value}\` is no value of ${what}.`, found.at, {
    hint: near === undefined ? `It is one of: ${choices.join(", ")}.` : `Did you mean \`${near}\`?`,
  });
}

/** A duration of more than nothing. */
export const positiveDuration: Reader<number> = (node, what, problems) => {
  const ms = duration(node, what, problems);
  if (ms !== 0) return ms;
  problems.error("AMA1018", `${what} must be longer than nothing.`, node.at, { hint: "Leave it out for none." });
  return undefined;
};

/** A duration with its unit (`30s`, `1h30m`), in milliseconds. */
export const duration: Reader<number> = (node, what, problems) => {
  const found = text(node, what, problems);
  if (found === undefined) return undefined;
  const ms = parseDuration(found.value);
  if (ms !== undefined) return ms;
  const hint = /^\d+$/.test(found.value)
    ? `Say the unit: \`${found.value}s\`, \`${found.value}m\`.`
    : "Write it like `500ms`, `30s`, `10m`, `1h30m` or `2d`.";
  problems.error("AMA1017", `${what} is no duration that can be read: \`${found.value}\`.`, found.at, { hint });
  return undefined;
};
