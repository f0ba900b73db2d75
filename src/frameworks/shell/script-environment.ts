import type { RunRequest } from "../../protocol/messages/requests.ts";
import type { JsonValue } from "../../model/json.ts";
import { datasetVariable, variableName } from "../../model/variable-name.ts";

type Variables = Record<string, string>;

/** The environment of an action as the request holds it. */
export type ScriptEnv = Extract<RunRequest["env"], { readonly inline: unknown }>["inline"];

/** The variables by which a script knows its environment, parameters and inputs, and what has failed. */
export function scriptVariables(request: RunRequest, env: ScriptEnv): Variables {
  return {
    AMA_ENV: env.name,
    AMA_MASTER: env.master,
    AMA_INPUT_ROOT_PATH: plainPath(env.inputRootPath),
    AMA_OUTPUT_ROOT_PATH: plainPath(env.outputRootPath),
    AMA_WORKING_DIR: plainPath(env.workingDir),
    ...named("AMA_CONF", env.configuration),
    ...named("AMA_PARAM", env.params),
    ...inputVariables(request.inputs),
    ...failureVariables(request.failure),
    ...request.envVars,
  };
}

function named(prefix: string, values: Readonly<Record<string, JsonValue>>): Variables {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [`${prefix}_${variableName(key)}`, textOf(value)]),
  );
}

function inputVariables(inputs: RunRequest["inputs"]): Variables {
  return Object.fromEntries(
    inputs.flatMap(({ action, name, path }) =>
      path === undefined ? [] : [[datasetVariable(action, name), plainPath(path)]],
    ),
  );
}

function failureVariables(failure: RunRequest["failure"]): Variables {
  if (failure === undefined) return {};
  const { action, type, message, file = "", line = "", attempts } = failure;
  const parts = { action, type, message, file, line: String(line), attempts: String(attempts) };
  return Object.fromEntries(Object.entries(parts).map(([key, value]) => [`AMA_FAILURE_${variableName(key)}`, value]));
}

/** Tools of the shell know no `file:` URLs. */
function plainPath(path: string): string {
  return path.replace(/^file:(?:\/\/)?(?=\/)/, "");
}

function textOf(value: JsonValue): string {
  if (typeof value === "string") return value;
  return value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
}
