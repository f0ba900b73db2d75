import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import * as v from "valibot";
import type { HostMessages } from "../../engine/host-messages.ts";
import type { ActionError } from "../../model/event.ts";
import { actionEnv } from "../../protocol/messages/attempt.ts";
import type { RunRequest } from "../../protocol/messages/requests.ts";
import { exportedDatasets } from "./exported-datasets.ts";
import { interpreterOf } from "./interpreter.ts";
import { type ScriptEnv, scriptVariables } from "./script-environment.ts";
import { type ScriptExit, scriptFailure } from "./script-failure.ts";
import type { ScriptFiles } from "./script-files.ts";
import { type ScriptProcess, startScript } from "./script-process.ts";
import { openScriptTrace } from "./script-trace.ts";

/** What the scripts of a run have in common. */
export interface ShellParts {
  /** Where their relative paths begin. */
  readonly cwd: string;
  readonly files: ScriptFiles;
  readonly env: Readonly<Record<string, string>>;
  /** Tells the lines of a bash script's commands; `runtimes/shell/trace.bash`. */
  readonly trace: string;
}

/** One attempt of a shell action. */
export interface ShellAttempt {
  /** Resolves when it has ended and all of it is told. */
  readonly ended: Promise<void>;
  cancel(graceMs: number): void;
}

export function startShellAttempt(request: RunRequest, parts: ShellParts, messages: HostMessages): ShellAttempt {
  const { attempt, file = request.action } = request;
  const exports = parts.files.exports(attempt);
  const trace = openScriptTrace(
    attempt,
    request.firstLine ?? 1,
    () => performance.now(),
    (told) => messages.tell(told),
  );
  let lastWords = "";
  const print = (stream: "stdout" | "stderr") => async (printed: string) => {
    // The trace of the command that printed it may have come at the same moment; it is to be told first.
    await nextTurn();
    const text = stream === "stderr" ? inTheUsersFiles(printed, request) : printed;
    if (stream === "stderr") lastWords = (lastWords + text).slice(-2_000);
    messages.tell({ type: "printed", attempt, stream, text });
    await messages.room();
  };
  let isCancelled = false;
  const script = startScript(commandOf(request, parts, exports), {
    stdout: print("stdout"),
    stderr: print("stderr"),
    trace: async (text) => trace.read(text),
  });

  async function follow(): Promise<void> {
    const exit = await script.ended.catch((problem: unknown) => notStarted(problem, request));
    if ("error" in exit) return fail(exit.error);
    if (exit.leftBehind && !isCancelled)
      warn("Processes that the script had started were still running at its end, and were ended.");
    if (isCancelled) messages.tell({ type: "attempt.ended", attempt, status: "cancelled", clean: true, left: [] });
    else conclude(exit);
  }

  function conclude(exit: ScriptExit): void {
    const wentWell = exit.code === 0;
    trace.end(wentWell);
    if (!wentWell) return fail(scriptFailure({ exit, file, at: trace.at, lastWords }));
    const exported = exportedDatasets(exports, request.publish, parts.cwd);
    if (exported.is === "wrong") return fail(unsatisfied(`${file}: ${exported.message}.`, file));
    for (const dataset of exported.datasets) messages.tell({ type: "published", attempt, dataset });
    messages.tell({ type: "attempt.ended", attempt, status: "succeeded" });
  }

  function fail(error: ActionError): void {
    messages.tell({ type: "attempt.ended", attempt, status: "failed", error });
  }

  function warn(text: string): void {
    messages.tell({ type: "log", attempt, level: "warn", text });
  }

  return {
    ended: follow(),
    cancel(graceMs) {
      isCancelled = true;
      endScript(script, graceMs);
    },
  };
}

function endScript(script: ScriptProcess, graceMs: number): void {
  script.signal("SIGTERM");
  const kill = setTimeout(() => script.signal("SIGKILL"), graceMs);
  void script.ended.catch(() => {}).finally(() => clearTimeout(kill));
}

function commandOf(request: RunRequest, parts: ShellParts, exports: string) {
  const source = textOf(request.source);
  const env = envOf(request);
  const { command, traces } = interpreterOf(source);
  const usersBashEnv = parts.env["BASH_ENV"];
  return {
    command: [...command, scriptFile(request, source, parts.files), ...(request.args ?? [])],
    cwd: parts.cwd,
    env: {
      ...parts.env,
      ...scriptVariables(request, env),
      AMA_ENV_FILE: parts.files.env(JSON.stringify(env)),
      AMA_EXPORTS: exports,
      ...(traces ? { BASH_ENV: parts.trace } : {}),
      ...(traces && usersBashEnv !== undefined ? { AMA_USERS_BASH_ENV: usersBashEnv } : {}),
    },
  };
}

/** The script among its siblings; where it is not of a repo, a file of the attempt. */
function scriptFile({ attempt, file, sourceRoot }: RunRequest, source: string, files: ScriptFiles): string {
  return file !== undefined && sourceRoot !== undefined ? join(sourceRoot, file) : files.script(attempt, source);
}

function textOf(source: RunRequest["source"]): string {
  if (source === undefined) return "";
  return "inline" in source ? source.inline : readFileSync(source.path, "utf8");
}

function envOf({ env }: RunRequest): ScriptEnv {
  return "inline" in env ? env.inline : v.parse(actionEnv, JSON.parse(readFileSync(env.path, "utf8")));
}

function notStarted(problem: unknown, request: RunRequest): { readonly error: ActionError } {
  const { command } = interpreterOf(textOf(request.source));
  const message = `${command[0]}, which the script is run by, ${whyNot(problem)}.`;
  const { file } = request;
  const at = file === undefined ? {} : { file, line: 1 };
  return {
    error: { type: "ama.NotStarted", types: [], message, ...at, stack: [], phase: "start", retryable: false },
  };
}

function whyNot(problem: unknown): string {
  const code = problem instanceof Error && "code" in problem ? problem.code : undefined;
  if (code === "ENOENT") return "is not on this machine";
  if (code === "E2BIG")
    return "could not be started: a value of the configuration, a parameter or an argument is longer than the system lets a variable be; put it into a file";
  return `could not be started: ${problem instanceof Error ? problem.message : String(problem)}`;
}

/** `<folder of the run>/src/x.sh: line 2: …` as the user knows the file. */
function inTheUsersFiles(text: string, { sourceRoot }: RunRequest): string {
  return sourceRoot === undefined ? text : text.replaceAll(`${sourceRoot}/`, "");
}

function unsatisfied(message: string, file: string): ActionError {
  return { type: "ama.NotPublished", types: [], message, file, stack: [], phase: "publish", retryable: false };
}
