import type { Action, ActionId, ActionSource, Located, Retry } from "../../model/job.ts";
import type { RunnerDescriptor } from "../../model/runner-descriptor.ts";
import type { Settings } from "../../model/setting.ts";
import { Fields, type KeyTable } from "../fields.ts";
import { entries, listOf, oneOf, oneOrMany, positiveDuration, type Reader, text, word } from "../readers.ts";
import type { RepoFiles } from "../repo-files.ts";
import type { YamlNode } from "../yaml/yaml-node.ts";
import { actionKeys, errorActionKeys, runnerKeys } from "./keys.ts";
import { readPublications } from "./read-publications.ts";
import { readRetry } from "./read-retry.ts";
import { readSource } from "./read-source.ts";
import { runnerOfGroup, runnerOfType } from "./runner-types.ts";

/** What all actions of a job are read with. */
export interface ActionContext {
  readonly files: RepoFiles;
  readonly descriptors: readonly RunnerDescriptor[];
  /** The job's folder with a `/` at its end, or nothing. */
  readonly folder: string;
  /** The job's own `retry`. */
  readonly retry: Retry;
  /** Filled while reading: what could be read, also below an action that could not. */
  readonly found: FoundActions;
}

export interface FoundActions {
  /** Error actions too, each before the action that it belongs to. */
  readonly actions: Action[];
  readonly sources: FoundSource[];
  /** What the `after` of actions in the flow name. */
  readonly after: Located<string>[];
}

export interface FoundSource {
  readonly source: ActionSource;
  /** Undefined where the action names none that there is. */
  readonly runner?: RunnerDescriptor;
}

/** An action of the flow; undefined, with problems, where too little of it could be read. */
export function readAction(node: YamlNode, context: ActionContext): Action | undefined {
  return read(node, actionKeys, undefined, context);
}

/** The action under `error:` of `parent`, or of the job itself. */
export function readErrorAction(
  node: YamlNode,
  parent: ActionId | undefined,
  context: ActionContext,
): Action | undefined {
  return read(node, errorActionKeys, parent, context);
}

function read(
  node: YamlNode,
  table: KeyTable,
  parent: ActionId | undefined,
  context: ActionContext,
): Action | undefined {
  const { problems } = context.files;
  const fields = Fields.of(node, table, problems);
  if (fields === undefined) return undefined;
  const name = fields.required("name", word);
  const id = parent === undefined ? (name?.value ?? "?") : `${parent}/${name?.value ?? "?"}`;
  const errorNode = fields.node("error");
  const error = errorNode === undefined ? undefined : readErrorAction(errorNode, id, context);
  const runner = readRunner(fields, context);
  const rest = readRest(fields, runner?.value, context);
  if (table === actionKeys) context.found.after.push(...(rest.after ?? []));
  const source = readSource(fields, runner?.value, context.folder, context.files);
  if (source !== undefined)
    context.found.sources.push({ source, ...(runner === undefined ? {} : { runner: runner.value }) });
  if (name === undefined || runner === undefined || source === undefined) return undefined;
  const type = { value: runner.value.type, at: runner.at };
  const action = {
    name: name.value,
    id,
    at: name.at,
    type,
    source,
    ...rest,
    ...(error === undefined ? {} : { error }),
  };
  context.found.actions.push(action);
  return action;
}

type Rest = Omit<Action, "name" | "id" | "at" | "type" | "source" | "error">;

function readRest(fields: Fields, runner: RunnerDescriptor | undefined, { files, retry }: ActionContext): Rest {
  const { problems } = files;
  const after = fields.read("after", oneOrMany(word));
  const timeoutMs = fields.read("timeout", positiveDuration);
  const configPath = fields.read("config", word);
  return {
    ...(after === undefined ? {} : { after }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    args: fields.read("args", listOf(text)) ?? [],
    envVars: Object.fromEntries((fields.read("env-vars", texts) ?? []).map(({ key, value }) => [key, value])),
    conf: fields.read("conf", runner?.connection === undefined ? sparkSettings : settings) ?? {},
    retry: readRetry(fields.node("retry"), retry, problems),
    publishes: readPublications(fields, problems),
    // `then` on an action of the flow has been reported as an unknown key.
    // oxlint-disable-next-line unicorn/no-thenable -- it is the format's own key
    then: fields.read("then", oneOf("fail", "continue")) ?? "fail",
    ...(configPath === undefined ? {} : { configPath }),
  };
}

const texts: Reader<{ key: string; value: Located<string> }[]> = (node, what, problems) =>
  entries(node, what, problems)?.flatMap(({ key, value }) => {
    const found = text(value, `\`${key}\``, problems);
    return found === undefined ? [] : [{ key, value: found }];
  });

const settings: Reader<Settings> = (node, what, problems) => {
  const found = texts(node, what, problems);
  return found && Object.fromEntries(found.map(({ key, value: { value, at } }) => [key, { value, origin: { at } }]));
};

/** Without `spark.` too, as in spark.yml. */
const sparkSettings: Reader<Settings> = (node, what, problems) => {
  const found = settings(node, what, problems);
  const fullName = (key: string) => (key.startsWith("spark.") ? key : `spark.${key}`);
  return found && Object.fromEntries(Object.entries(found).map(([key, setting]) => [fullName(key), setting]));
};

function readRunner(fields: Fields, { files, descriptors }: ActionContext): Located<RunnerDescriptor> | undefined {
  const { problems } = files;
  const byType = fields.has("group") ? readGroup(fields, descriptors, files) : readType(fields, descriptors, files);
  const node = fields.node("runner");
  if (node === undefined) {
    if (fields.lacks("type") && fields.lacks("runner"))
      fields.required("type", word, `Such as \`type: ${descriptors[0]?.type ?? "shell"}\`.`);
    return byType;
  }
  const runner = Fields.of(node, runnerKeys, problems);
  const byGroup = runner && readGroup(runner, descriptors, files);
  if (byType !== undefined && byGroup !== undefined && byType.value.type !== byGroup.value.type) {
    problems.error(
      "AMA1109",
      `\`type\` names ${byType.value.type}, but \`runner\` names ${byGroup.value.type}.`,
      byGroup.at,
      {
        hint: "Keep one of them.",
        related: [{ message: "`type`", at: byType.at }],
      },
    );
  }
  return byGroup ?? byType;
}

function readType(
  fields: Fields,
  descriptors: readonly RunnerDescriptor[],
  files: RepoFiles,
): Located<RunnerDescriptor> | undefined {
  const type = fields.read("type", word);
  const runner = type && runnerOfType(type, descriptors, files.problems);
  return runner && type && { value: runner, at: type.at };
}

function readGroup(
  fields: Fields,
  descriptors: readonly RunnerDescriptor[],
  files: RepoFiles,
): Located<RunnerDescriptor> | undefined {
  const group = fields.required("group", word, "Such as `group: spark`.");
  const type = fields.required("type", word, "Such as `type: scala`.");
  const runner = group && type && runnerOfGroup(group, type, descriptors, files.problems);
  return runner && type && { value: runner, at: type.at };
}
