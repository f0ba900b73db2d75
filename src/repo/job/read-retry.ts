import type { Retry } from "../../model/job.ts";
import { Fields, reportType } from "../fields.ts";
import type { Problems } from "../problems.ts";
import { count, duration, listOf, oneOf, word } from "../readers.ts";
import type { YamlNode } from "../yaml/yaml-node.ts";
import { retryKeys } from "./keys.ts";

/** `retry:` on top of the job's own; a bare number is its `times`. */
export function readRetry(node: YamlNode | undefined, base: Retry, problems: Problems): Retry {
  if (node === undefined) return base;
  if (node.kind === "scalar" && typeof node.value === "number") {
    return { ...base, times: count(node, "`retry`", problems) ?? base.times };
  }
  if (node.kind !== "map") {
    reportType(node, "`retry`", "a number or a map", problems, "Write `retry: 3`, or `retry: {times: 3, delay: 1s}`.");
    return base;
  }
  const fields = Fields.of(node, retryKeys, problems);
  if (fields === undefined) return base;
  const patterns = (key: string) => fields.read(key, listOf(word))?.map(({ value }) => value);
  const [only, except] = [patterns("only"), patterns("except")];
  const both = fields.keyAt("except");
  if (only !== undefined && except !== undefined && both !== undefined) {
    problems.error("AMA1109", "`retry` has both `only` and `except`.", both, { hint: "Keep one of them." });
  }
  return {
    times: fields.read("times", count) ?? base.times,
    delayMs: fields.read("delay", duration) ?? base.delayMs,
    backoff: fields.read("backoff", oneOf("constant", "exponential")) ?? base.backoff,
    maxDelayMs: fields.read("max-delay", duration) ?? base.maxDelayMs,
    // An action's own filter replaces the job's, whichever of the two kinds that was.
    ...(only === undefined && except === undefined ? filterOf(base) : {}),
    ...(only === undefined ? {} : { only }),
    ...(except === undefined ? {} : { except }),
  };
}

function filterOf({ only, except }: Retry): Pick<Retry, "only" | "except"> {
  return { ...(only === undefined ? {} : { only }), ...(except === undefined ? {} : { except }) };
}
