import type { ActionEnvironment, ActionTexts, Environment } from "../../model/environment.ts";
import { everyAction } from "../../model/every-action.ts";
import type { Action, Job } from "../../model/job.ts";
import type { RepoFiles } from "../repo-files.ts";
import { environmentRules } from "../rules/environment-rules.ts";
import { parameterValues } from "../values/parameters.ts";
import { actionTexts } from "./action-texts.ts";
import type { EnvironmentDraft } from "./draft.ts";
import { environmentNames } from "./environment-paths.ts";
import { actionLayered, type Chain, environmentChain, layered } from "./layers.ts";
import { type OuterScope, resolveEnvironment } from "./resolve-environment.ts";
import { readOverrides } from "./set-option.ts";

export interface EnvironmentOptions {
  /** Its name; by default `default`, which need not be there where the job has no environment at all. */
  readonly env?: string | undefined;
  /** What `--set` gave: `path=value` each. */
  readonly set?: readonly string[] | undefined;
  /** What `--param` gave: `name=value` each. */
  readonly params?: readonly string[] | undefined;
  readonly processEnv: Readonly<Record<string, string | undefined>>;
  /** What `today`, `yesterday` and `now` mean. */
  readonly now?: Date;
  /** `workingDir` of an environment that names none. */
  readonly defaultWorkingDir?: string;
}

/** The environment as far as it could be read; undefined where there is none of the name. */
export function parseEnvironment(
  files: RepoFiles,
  job: Job,
  options: EnvironmentOptions,
  lenient = false,
): Environment | undefined {
  const { problems } = files;
  const params = parameterValues(job, { ...given(options), lenient }, problems);
  const overrides = readOverrides(options.set ?? [], problems);
  const name = options.env ?? "default";
  const isBuiltIn = options.env === undefined && environmentNames(job, files).length === 0;
  const chain = isBuiltIn ? [] : environmentChain(name, job, files);
  if (chain === undefined) return undefined;
  const draft = layered(chain, files);
  const defaults = { name, workingDir: options.defaultWorkingDir ?? "work" };
  const outer: OuterScope = {
    processEnv: options.processEnv,
    params,
    declared: job.params.map((one) => one.name),
    lenient,
  };
  const finish = (one: EnvironmentDraft) => {
    for (const override of overrides) override(one);
    for (const rule of environmentRules) rule(one, name, files);
    return resolveEnvironment(one, defaults, outer, job.generation !== "current" && !one.current, files);
  };
  const own = actionDrafts(job, draft, chain, files);
  const base = finish(draft);
  const resolved = own.map(({ action, draft: one }) => ({ action, result: one === undefined ? base : finish(one) }));
  return {
    name,
    base: base.environment,
    actions: byId(
      resolved.flatMap(({ action, result }): [Action, ActionEnvironment][] =>
        result === base ? [] : [[action, result.environment]],
      ),
    ),
    texts: byId(
      resolved.map(({ action, result }): [Action, ActionTexts] => [
        action,
        actionTexts(action, result.scope, problems),
      ]),
    ),
    params,
    files: [...new Set([draft, ...own.flatMap((one) => one.draft ?? [])].flatMap((one) => [...one.files]))].sort(),
  };
}

function given({ params, processEnv, now }: EnvironmentOptions) {
  return { processEnv, ...(params === undefined ? {} : { params }), ...(now === undefined ? {} : { now }) };
}

function byId<T>(pairs: readonly (readonly [Action, T])[]): Readonly<Record<string, T>> {
  return Object.fromEntries(pairs.map(([action, value]) => [action.id, value]));
}

/** Every action with the draft of its own environment, where it has one. */
function actionDrafts(
  job: Job,
  base: EnvironmentDraft,
  chain: Chain,
  files: RepoFiles,
): { action: Action; draft: EnvironmentDraft | undefined }[] {
  return everyAction(job).map((action) => ({ action, draft: actionLayered(base, action, chain, job, files) }));
}
