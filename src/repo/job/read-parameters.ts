import type { Parameter } from "../../model/job.ts";
import { Fields, reportType } from "../fields.ts";
import type { Problems } from "../problems.ts";
import { entries, listOf, oneOf, type Reader, truth } from "../readers.ts";
import { parameterTypes, readParameterValue } from "../values/parameter-value.ts";
import type { YamlEntry, YamlScalar } from "../yaml/yaml-node.ts";
import { parameterKeys } from "./keys.ts";

/** The parameters that maki.yml declares. */
export function readParameters(fields: Fields, problems: Problems): Parameter[] {
  return (fields.read("params", entries) ?? []).flatMap((entry) => readParameter(entry, problems) ?? []);
}

const scalar: Reader<YamlScalar> = (node, what, problems) => {
  if (node.kind === "scalar" && node.value !== null) return node;
  reportType(node, what, "a single value", problems);
  return undefined;
};

function readParameter({ key, keyAt, value }: YamlEntry, problems: Problems): Parameter | undefined {
  if (!/^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(key)) {
    problems.error("AMA1101", `\`${key}\` cannot be a parameter's name.`, keyAt, {
      hint: "Use letters, digits, `-`, `_` and `.`, a letter first.",
    });
  }
  const fields = Fields.of(value, parameterKeys, problems);
  if (fields === undefined) return undefined;
  const type = fields.read("type", oneOf(...parameterTypes)) ?? "string";
  const fallback = fields.read("default", scalar);
  const choices = fields.read("enum", listOf(scalar));
  for (const one of fallback === undefined ? (choices ?? []) : [...(choices ?? []), fallback])
    checkFits(key, type, one, problems);
  if (fallback !== undefined && !fallback.text.includes("${") && choices?.every((one) => one.text !== fallback.text)) {
    problems.error("AMA1306", `The default of \`${key}\` is not in its \`enum\`.`, fallback.at, {
      hint: `It is one of: ${choices.map((one) => one.text).join(", ")}.`,
    });
  }
  return {
    name: key,
    type,
    ...(fallback === undefined ? {} : { default: declared(fallback, type) }),
    ...(choices === undefined ? {} : { enum: choices.map((one) => declared(one, type)) }),
    required: fields.read("required", truth) ?? false,
    at: keyAt,
  };
}

/** As text where the type is one: `01` stays `01`. */
function declared(node: YamlScalar, type: Parameter["type"]): string | number | boolean {
  return type === "int" || type === "double" || type === "boolean" ? (node.value ?? node.text) : node.text;
}

function checkFits(name: string, type: Parameter["type"], node: YamlScalar, problems: Problems): void {
  if (node.text.includes("${")) return;
  const found = readParameterValue(type, node.text, new Date(0));
  if (!found.ok)
    problems.error("AMA1306", `\`${node.text}\` is no ${type}, the type of the parameter \`${name}\`.`, node.at, {
      hint: found.hint,
    });
}
