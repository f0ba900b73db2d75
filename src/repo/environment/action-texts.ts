import type { ActionTexts } from "../../model/environment.ts";
import type { Action } from "../../model/job.ts";
import type { Setting } from "../../model/setting.ts";
import type { Problems } from "../problems.ts";
import { resolveText, type Scope } from "../values/resolve.ts";

/** The texts of an action that may hold references, resolved in the environment that it runs in. */
export function actionTexts(action: Action, scope: Scope, problems: Problems): ActionTexts {
  const resolve = (text: string, at: Action["at"]): Setting => ({
    value: asText(resolveText(text, { at }, scope, problems)),
    origin: { at },
  });
  return {
    args: action.args.map(({ value, at }) => resolve(value, at)),
    envVars: Object.fromEntries(
      Object.entries(action.envVars).map(([key, { value, at }]) => [key, resolve(value, at)]),
    ),
    conf: Object.fromEntries(
      Object.entries(action.conf).map(([key, setting]) => {
        const { value, origin } = setting;
        return [key, typeof value === "string" && "at" in origin ? resolve(value, origin.at) : setting];
      }),
    ),
  };
}

function asText(value: Setting["value"]): Setting["value"] {
  return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
}
