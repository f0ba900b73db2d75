import { defaultRetry, type Job } from "../../model/job.ts";
import type { RunnerDescriptor } from "../../model/runner-descriptor.ts";
import { Fields, startOf } from "../fields.ts";
import { oneOf, word } from "../readers.ts";
import type { RepoFiles } from "../repo-files.ts";
import { jobRules } from "../rules/job-rules.ts";
import { generationOf } from "./generation.ts";
import { jobKeys } from "./keys.ts";
import { readErrorAction } from "./read-action.ts";
import { flowNames, readFlow } from "./read-flow.ts";
import { readParameters } from "./read-parameters.ts";
import { readRetry } from "./read-retry.ts";
import { readRunners } from "./read-runners.ts";
import { reportNoJob } from "./report-no-job.ts";

/**
 * The job of a folder as far as it could be read, so that the rest of the repo can be checked in the same pass;
 * what is wrong goes to the files' problems. Undefined where there is no map in a maki.yml.
 */
export function parseJob(files: RepoFiles, descriptors: readonly RunnerDescriptor[], folder: string): Job | undefined {
  const prefix = folder === "" ? "" : `${folder}/`;
  const document = files.yamlNamed(`${prefix}maki`);
  if (document === undefined) {
    reportNoJob(files, folder);
    return undefined;
  }
  const { problems } = files;
  const { root, file, empty } = document;
  if (empty) {
    problems.error("AMA1003", `\`${file.path}\` is empty.`, file.location(0), {
      hint: "Begin with `job-name: <name>` and `flow:`.",
    });
  }
  const fields = root && Fields.of(root, jobKeys, problems);
  if (root?.kind !== "map" || fields === undefined) return undefined;
  const name = fields.required("job-name", word, "Add `job-name: <name>` at the top.");
  const retry = readRetry(fields.node("retry"), defaultRetry, problems);
  const context = { files, descriptors, folder: prefix, retry, found: { actions: [], sources: [], after: [] } };
  const extra = (key: "error" | "finally") => {
    const node = fields.node(key);
    const action = node && readErrorAction(node, undefined, context);
    return action === undefined ? {} : { [key]: action };
  };
  const configPath = fields.read("config", word) ?? fields.read("job-config", word);
  const job: Job = {
    name: name?.value ?? "",
    file: file.path,
    at: name?.at ?? startOf(fields.at),
    generation: generationOf(root),
    params: readParameters(fields, problems),
    actions: readFlow(fields, context),
    ...extra("error"),
    ...extra("finally"),
    publish: fields.read("publish", oneOf("used", "all", "none")) ?? "used",
    session: fields.read("session", oneOf("own", "shared")) ?? "own",
    runners: readRunners(fields, prefix),
    ...(configPath === undefined ? {} : { configPath }),
  };
  for (const rule of jobRules) rule(job, { ...context, flowNames: flowNames(fields) });
  return job;
}
