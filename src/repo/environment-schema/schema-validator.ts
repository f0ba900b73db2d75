import type { OutputUnit, Schema } from "@cfworker/json-schema";
import type { JsonObject } from "../../model/json.ts";
import { plainValue } from "../yaml/plain-value.ts";
import type { YamlNode } from "../yaml/yaml-node.ts";
import { draftOf } from "./check-schema.ts";
import { childOf } from "./schema-nodes.ts";

/** What a validator says of a value, or why it cannot use the schema. */
export type Verdict =
  | { readonly is: "checked"; readonly units: readonly OutputUnit[] }
  | { readonly is: "refused"; readonly why: string };

/** Loads the validator; what it throws is about the schema, such as an `$id` that is no URL or is there twice. */
export async function schemaValidator(schema: YamlNode): Promise<(value: JsonObject) => Verdict> {
  const { Validator } = await import("@cfworker/json-schema");
  const plain = plainValue(schema);
  try {
    const validator = new Validator(isSchema(plain) ? plain : {}, draftOf(childOf(schema, "$schema")), false);
    return (value) => {
      try {
        return { is: "checked", units: validator.validate(value).errors };
      } catch (problem) {
        return refused(problem);
      }
    };
  } catch (problem) {
    return () => refused(problem);
  }
}

function refused(problem: unknown): Verdict {
  // A stack that has no more room.
  if (problem instanceof RangeError) return { is: "refused", why: "it leads back to itself without an end" };
  const [why = ""] = (problem instanceof Error ? problem.message : String(problem)).split(/\.?\s*\n/);
  return { is: "refused", why: why.replace(/\.$/, "") };
}

/** What a map holds as a schema, `checkSchema` has made sure of. */
function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null;
}
