import { error } from "../../diagnostics/report.ts";
import { type Diagnostic, hasErrors } from "../../model/diagnostic.ts";
import type { Environment } from "../../model/environment.ts";
import type { Job } from "../../model/job.ts";
import type { SourceFiles } from "../../model/source-files.ts";
import { startOf } from "../fields.ts";
import { RepoFiles } from "../repo-files.ts";
import type { YamlNode } from "../yaml/yaml-node.ts";
import { checkSchema } from "./check-schema.ts";
import { environmentContent } from "./environment-content.ts";
import { reportViolation } from "./report-violation.ts";
import { schemaBase } from "./schema-path.ts";
import { schemaValidator } from "./schema-validator.ts";
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
  const validate = await schemaValidator(schema);
  // What is remarkable in the environments' files themselves has been told when they were read.
  const files = new RepoFiles(source);
  const found: Diagnostic[] = [];
  for (const { environment, lenient } of environments) {
    for (const seen of [environment.base, ...Object.values(environment.actions)]) {
      const content = environmentContent(seen);
      const verdict = validate(content.value);
      if (verdict.is === "refused") return [unusable(schema, verdict.why)];
      const checked = { content, environment, lenient, schema, files };
      found.push(...violationsIn(verdict.units).flatMap((one) => reportViolation(one, checked) ?? []));
    }
  }
  return [...new Map(found.map((one) => [`${one.message} ${JSON.stringify(one.at)}`, one])).values()];
}

function unusable(schema: YamlNode, why: string): Diagnostic {
  return error("AMA1213", `The schema cannot be used: ${why}.`, { at: startOf(schema.at) });
}
