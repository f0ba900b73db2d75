import type { OutputUnit, Schema } from "@cfworker/json-schema";
import { error } from "../../diagnostics/report.ts";
import { type Diagnostic, hasErrors } from "../../model/diagnostic.ts";
import type { Environment } from "../../model/environment.ts";
import type { Job } from "../../model/job.ts";
import type { JsonObject } from "../../model/json.ts";
import type { SourceFiles } from "../../model/source-files.ts";
import { startOf } from "../fields.ts";
import { RepoFiles } from "../repo-files.ts";
import { plainValue } from "../yaml/plain-value.ts";
import type { YamlNode } from "../yaml/yaml-node.ts";
import { checkSchema, draftOf } from "./check-schema.ts";
import { environmentContent } from "./environment-content.ts";
import { reportViolation } from "./report-violation.ts";
import { childOf } from "./schema-nodes.ts";
import { schemaBase } from "./schema-path.ts";
import { violationsIn } from "./violations.ts";

/** An environment to check. */
export interface CheckedEnvironment {
  readonly environment: Environment;
  /** Whether what only the process of a run could know may be missing in it. */
  readonly lenient: boolean;
}

/** Checks environments by the job's `env/schema.json`, also as each action sees them. */
export async function checkEnvironmentSchema(
  source: SourceFiles,
  job: Job,
  environments: readonly CheckedEnvironment[],
): Promise<readonly Diagnostic[]> {
  const files = new RepoFiles(source);
  const schema = files.yamlNamed(schemaBase(job))?.root;
  if (schema !== undefined) checkSchema(schema, files.problems);
  const diagnostics = files.problems.all();
  if (schema === undefined || hasErrors(diagnostics)) return diagnostics;
  return [...diagnostics, ...(await violationsOf(schema, source, environments))];
}

async function violationsOf(
  schema: YamlNode,
  source: SourceFiles,
  environments: readonly CheckedEnvironment[],
): Promise<readonly Diagnostic[]> {
  const validate = await validatorOf(schema);
  // What is remarkable in the environments' files themselves has been told when they were read.
  const files = new RepoFiles(source);
  const found: Diagnostic[] = [];
  for (const { environment, lenient } of environments) {
    for (const seen of [environment.base, ...Object.values(environment.actions)]) {
      const content = environmentContent(seen);
      const units = validate(content.value);
      if (units === undefined) return [endless(schema)];
      const checked = { content, environment, lenient, schema, files };
      found.push(...violationsIn(units).flatMap((one) => reportViolation(one, checked) ?? []));
    }
  }
  return [...new Map(found.map((one) => [`${one.message} ${JSON.stringify(one.at)}`, one])).values()];
}

/** What checks a value; it returns undefined where the schema never comes to an end. */
async function validatorOf(schema: YamlNode): Promise<(value: JsonObject) => readonly OutputUnit[] | undefined> {
  const { Validator } = await import("@cfworker/json-schema");
  const plain = plainValue(schema);
  const validator = new Validator(isSchema(plain) ? plain : {}, draftOf(childOf(schema, "$schema")), false);
  return (value) => {
    try {
      return validator.validate(value).errors;
    } catch (problem) {
      if (problem instanceof RangeError) return undefined;
      throw problem;
    }
  };
}

function endless(schema: YamlNode): Diagnostic {
  return error("AMA1213", "The schema leads back to itself without an end.", {
    at: startOf(schema.at),
    hint: "A `$ref` must lead to another schema, or stand below `properties` or `items`.",
  });
}

/** What a map holds as a schema, `checkSchema` has made sure of. */
function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null;
}
