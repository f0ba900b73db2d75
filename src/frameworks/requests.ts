import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ResolvedInput } from "../engine/core/inputs.ts";
import type { AttemptContext, Failure, Framework, Requested } from "../engine/ports.ts";
import type { ActionError } from "../model/event.ts";
import type { JsonValue } from "../model/json.ts";
import type { PlannedAction, PlannedPublication } from "../model/plan.ts";
import { reasonOf, type Result } from "../model/result.ts";
import type { SettingValue } from "../model/setting.ts";
import type { Worker } from "../protocol/messages/attempt.ts";
import type { Input, Publication } from "../protocol/messages/datasets.ts";
import type { CompileRequest, RunRequest } from "../protocol/messages/requests.ts";
import { revealTemplate } from "./reveal-template.ts";
import { sourceRequest } from "./source-request.ts";
import { unwritten } from "./unwritten.ts";

/** The types for which code is compiled that is kept: their own, or that of `src/lib`, which is kept beside. */
const compiledTypes: ReadonlySet<string> = new Set([
  "spark-scala",
  "spark-jar",
  "spark-sql",
  "spark-python",
  "spark-r",
]);

/** Texts longer than this travel as a file: a line of the protocol holds a mebibyte. */
const inlineLimit = 256 * 1024;

/** What requests are made with; the same for every action of a run. */
export interface RequestParts {
  readonly params: Readonly<Record<string, JsonValue>>;
  /** The bytes of a source, by its path in the repo. */
  readonly read: (path: string) => Uint8Array | undefined;
  readonly reveal: (value: SettingValue) => Result<JsonValue>;
  /**
   * Where compiled actions are kept between runs, and a digest of all but the source that they depend on: runtime, Spark,
   * class path. Absent where nothing is compiled.
   */
  readonly compiled?: { readonly folder: string; readonly digest: string };
  /** A private folder of the run, for what is too long for a message. */
  readonly folder: string;
  readonly showData: boolean;
  /** The program that runs the action, where its host does not run it itself. */
  readonly workerOf: (action: PlannedAction) => Worker | undefined;
  /** The folder that holds the repo's files for the action, where it can reach them. */
  readonly sourceRootOf: (action: PlannedAction) => string | undefined;
  /** A folder of the run; each attempt gets one in it for the files that it leaves. */
  readonly artifacts: string;
}

/** Makes the requests of actions of every type. */
export function actionRequests(parts: RequestParts): Framework {
  return {
    requestFor: async (action, attempt) => {
      try {
        return runRequest(parts, action, attempt);
      } catch (cause) {
        return refused("ama.RequestNotWritten", `What the host is to read cannot be written: ${unwritten(cause)}`);
      }
    },
    compileRequestFor: async (action, epoch) => {
      try {
        return compileRequest(parts, action, epoch);
      } catch (cause) {
        unwritten(cause);
        return undefined;
      }
    },
  };
}

function runRequest(parts: RequestParts, action: PlannedAction, attempt: AttemptContext): Requested<RunRequest> {
  const { run: template } = action;
  const revealed = revealTemplate(template, parts.params, parts.reveal);
  if (!revealed.ok) return refused("ama.SecretMissing", reasonOf(revealed));
  const { env, conf, args, envVars, sources } = revealed.value;
  const source = sourceOf(parts, action, attempt.attempt);
  if (source === undefined && template.mainClass === undefined) {
    return refused("ama.SourceMissing", `The source ${template.file ?? ""} is not in the run's source tree.`);
  }
  return {
    is: "request",
    request: {
      epoch: attempt.epoch,
      attempt: attempt.attempt,
      action: action.id,
      type: action.type,
      ...(template.file === undefined ? {} : { file: template.file }),
      ...source,
      ...(template.mainClass === undefined ? {} : mainOf(parts, action, template.mainClass, args)),
      args,
      envVars: { ...envVars, AMA_RUN: attempt.run, AMA_ACTION: action.id, AMA_ATTEMPT: attempt.attempt },
      ...aroundOf(parts, action),
      artifacts: join(parts.artifacts, attempt.attempt),
      env: inlineOrFile(env, JSON.stringify(env), join(parts.folder, `${attempt.attempt}.env.json`)),
      inputs: attempt.inputs.map(inputOf),
      publish: action.publishes.map((publication) => publicationOf(publication, action, attempt, env.workingDir)),
      ...(attempt.failure === undefined ? {} : { failure: failureOf(attempt.failure) }),
      conf,
      sources: sources.map(sourceRequest),
      options: { session: template.session, showData: parts.showData },
    },
  };
}

/** The program that runs the action, and the files around its own. */
function aroundOf(parts: RequestParts, action: PlannedAction) {
  const [worker, sourceRoot] = [parts.workerOf(action), parts.sourceRootOf(action)];
  return { ...(worker === undefined ? {} : { worker }), ...(sourceRoot === undefined ? {} : { sourceRoot }) };
}

function compileRequest(parts: RequestParts, action: PlannedAction, epoch: number): CompileRequest | undefined {
  const source = sourceOf(parts, action, `${action.id.replaceAll("/", "-")}-compile`);
  if (source === undefined) return undefined;
  const file = action.run.file === undefined ? {} : { file: action.run.file };
  return { epoch, action: action.id, type: action.type, ...file, ...source, ...aroundOf(parts, action) };
}

/** The action's text and where its compiled form is kept; nothing for an action that names a class. */
function sourceOf(parts: RequestParts, { run, type }: PlannedAction, name: string) {
  if (run.file === undefined || run.mainClass !== undefined) return undefined;
  const bytes = parts.read(run.file);
  if (bytes === undefined) return undefined;
  const text = new TextDecoder("utf-8").decode(bytes);
  const source = inlineOrFile(text, text, join(parts.folder, `${name}.source`));
  return { source, ...compiledOf(parts, type, run.file, bytes) };
}

/** The class to run; `src/lib`, which it may use, is kept where its compiled form would be. */
function mainOf(parts: RequestParts, { type }: PlannedAction, name: string, args: readonly string[]) {
  return { main: { class: name, args: [...args] }, ...compiledOf(parts, type, name, new Uint8Array()) };
}

/** Where the compiled form of `name` is kept, whose content is `bytes`. */
function compiledOf({ compiled }: RequestParts, type: string, name: string, bytes: Uint8Array) {
  if (compiled === undefined || !compiledTypes.has(type)) return {};
  const key = createHash("sha256").update([compiled.digest, type, name, ""].join("\0")).update(bytes).digest("hex");
  return { compiled: { path: join(compiled.folder, key.slice(0, 2), key) } };
}

function inlineOrFile<T>(value: T, text: string, path: string): { inline: T } | { path: string } {
  if (text.length < inlineLimit) return { inline: value };
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, text, { mode: 0o600 });
  return { path };
}

function inputOf({ action, as, dataset }: ResolvedInput): Input {
  const { name, path, format, schema } = dataset;
  return {
    action,
    name,
    as,
    ...(path === undefined ? {} : { path }),
    ...(format === undefined ? {} : { format }),
    ...(schema === undefined ? {} : { schema }),
  };
}

/** Datasets lie below the run, action and attempt that made them; for the name `*`, `path` is the folder of them all. */
function publicationOf(
  { name, as, format, optional }: PlannedPublication,
  action: PlannedAction,
  attempt: AttemptContext,
  workingDir: string,
): Publication {
  const folder = [workingDir.replace(/\/+$/, ""), attempt.run, action.id, String(attempt.number)].join("/");
  const path = name === "*" ? folder : `${folder}/${encodeURIComponent(name)}`;
  const isOptional = optional === undefined ? {} : { optional };
  return { name, policy: as, path, ...(format === undefined ? {} : { format }), ...isOptional };
}

function failureOf({ action, error, attempts }: Failure) {
  const { type, message, file, line } = error;
  return {
    action,
    type,
    message,
    attempts,
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
  };
}

function refused(type: string, message: string): Requested<RunRequest> {
  const error: ActionError = { type, types: [], message, stack: [], phase: "start", retryable: false };
  return { is: "failed", error };
}
