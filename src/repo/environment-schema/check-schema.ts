import { nearest } from "../../model/nearest.ts";
import { reportType } from "../fields.ts";
import type { Problems } from "../problems.ts";
import type { YamlEntry, YamlMap, YamlNode } from "../yaml/yaml-node.ts";
import { type KeywordShape, keywords, typeNames } from "./schema-keywords.ts";
import { refTarget } from "./schema-nodes.ts";

/** Reports what keeps a schema from being used, at its places; the validator itself takes anything for one. */
export function checkSchema(root: YamlNode, problems: Problems): void {
  if (root.kind === "map") new SchemaCheck(root, problems).schema(root);
  else reportType(root, "a schema of environments", "a map", problems);
}

class SchemaCheck {
  readonly #root: YamlMap;
  readonly #problems: Problems;

  constructor(root: YamlMap, problems: Problems) {
    this.#root = root;
    this.#problems = problems;
  }

  schema(node: YamlNode): void {
    if (node.kind === "scalar" && typeof node.value === "boolean") return;
    if (node.kind !== "map") return reportType(node, "a schema", "a map, true or false", this.#problems);
    for (const entry of node.entries.values()) {
      const shape = Object.hasOwn(keywords, entry.key) ? keywords[entry.key] : undefined;
      if (shape === undefined) this.#unknown(entry);
      else this.#keyword(entry, shape);
    }
  }

  #unknown({ key, keyAt }: YamlEntry): void {
    const meant = nearest(key, Object.keys(keywords));
    if (meant === undefined) return;
    this.#problems.warning("AMA1213", `\`${key}\` is no keyword of JSON Schema, and checks nothing.`, keyAt, {
      hint: `Did you mean \`${meant}\`?`,
    });
  }

  #keyword({ key, value }: YamlEntry, shape: KeywordShape): void {
    switch (shape) {
      case "a schema":
        return this.schema(value);
      case "a list of schemas":
        return this.#schemas(key, value);
      case "a schema or a list of schemas":
        return value.kind === "list" ? this.#schemas(key, value) : this.schema(value);
      case "a map of schemas":
      case "a map of patterns to schemas":
        return this.#schemaMap(key, value, shape);
      case "a pattern":
        return this.#pattern(key, value);
      case "a reference":
        return this.#reference(key, value);
      case "a type":
        return this.#type(value);
      default:
        if (!fits(value, shape)) this.#wrong(key, value, shape);
        else if (key === "$schema") this.#draft(value);
    }
  }

  #schemas(key: string, node: YamlNode): void {
    if (node.kind === "list") for (const item of node.items) this.schema(item);
    else this.#wrong(key, node, "a list of schemas");
  }

  #schemaMap(key: string, node: YamlNode, shape: KeywordShape): void {
    if (node.kind !== "map") return this.#wrong(key, node, "a map of schemas");
    for (const entry of node.entries.values()) {
      if (shape === "a map of patterns to schemas") this.#regularExpression(entry.key, entry.keyAt);
      this.schema(entry.value);
    }
  }

  #pattern(key: string, node: YamlNode): void {
    if (node.kind === "scalar" && typeof node.value === "string") this.#regularExpression(node.value, node.at);
    else this.#wrong(key, node, "a text");
  }

  #regularExpression(text: string, at: YamlNode["at"]): void {
    try {
      new RegExp(text, "u").test("");
    } catch (problem) {
      const why = problem instanceof Error ? problem.message.replace(/^.*: /, "") : String(problem);
      this.#problems.error("AMA1213", `\`${text}\` is no regular expression: ${why}.`, at);
    }
  }

  #reference(key: string, node: YamlNode): void {
    if (node.kind !== "scalar" || typeof node.value !== "string") return this.#wrong(key, node, "a text");
    if (refTarget(node.value, this.#root) !== undefined) return;
    const hint = node.value.startsWith("#")
      ? "It must lead to a schema of this file, such as `#/$defs/port`."
      : "No other file is read, and nothing is fetched: put what it means below `$defs`.";
    this.#problems.error("AMA1213", `\`${key}: ${node.value}\` leads to no schema.`, node.at, { hint });
  }

  #type(node: YamlNode): void {
    const names = node.kind === "list" ? node.items : [node];
    for (const name of names) {
      if (name.kind !== "scalar" || typeof name.value !== "string")
        return this.#wrong("type", name, "the name of a type");
      if (typeNames.includes(name.value)) continue;
      const near = nearest(name.value, typeNames);
      this.#problems.error("AMA1213", `\`${name.value}\` is no type of JSON Schema.`, name.at, {
        hint: near === undefined ? `It is one of: ${typeNames.join(", ")}.` : `Did you mean \`${near}\`?`,
      });
    }
  }

  #draft(node: YamlNode): void {
    if (node.kind !== "scalar" || draftOf(node) !== undefined) return;
    this.#problems.error("AMA1213", `\`${node.text}\` is no draft of JSON Schema that is known here.`, node.at, {
      hint: "It can be `https://json-schema.org/draft/2020-12/schema`, 2019-09, or `http://json-schema.org/draft-07/schema#`.",
    });
  }

  #wrong(key: string, node: YamlNode, shape: string): void {
    reportType(node, `\`${key}\` of a schema`, shape, this.#problems);
  }
}

const drafts = [
  [/^https?:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/, "2020-12"],
  [/^https?:\/\/json-schema\.org\/draft\/2019-09\/schema#?$/, "2019-09"],
  [/^https?:\/\/json-schema\.org\/draft-0[67]\/schema#?$/, "7"],
] as const;

/** The draft that `$schema` names; the newest one where there is none. */
export function draftOf(named: YamlNode | undefined): (typeof drafts)[number][1] | undefined {
  if (named === undefined) return "2020-12";
  const text = named.kind === "scalar" ? named.text : "";
  return drafts.find(([pattern]) => pattern.test(text))?.[1];
}

function fits(node: YamlNode, shape: KeywordShape): boolean {
  const value = node.kind === "scalar" ? node.value : undefined;
  switch (shape) {
    case "a map":
      return node.kind === "map";
    case "a map of lists":
      return node.kind === "map" && [...node.entries.values()].every((entry) => fits(entry.value, "a list of texts"));
    case "a list":
      return node.kind === "list";
    case "a list of texts":
      return node.kind === "list" && node.items.every((item) => fits(item, "a text"));
    case "a text":
      return typeof value === "string";
    case "a number":
      return typeof value === "number";
    case "a whole number, 0 or more":
      return Number.isSafeInteger(value) && Number(value) >= 0;
    case "true or false":
      return typeof value === "boolean";
    default:
      return true;
  }
}
