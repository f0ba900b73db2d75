import type { Diagnostic } from "../model/diagnostic.ts";
import type { JsonValue } from "../model/json.ts";
import type { PlannedAction } from "../model/plan.ts";
import { type Result, unlessErrors } from "../model/result.ts";
import type { SettingValue } from "../model/setting.ts";

/** All that a plan says of an action's run, with its secrets in it; every one that is missing is told. */
export function revealTemplate(
  template: PlannedAction["run"],
  params: Readonly<Record<string, JsonValue>>,
  revealOne: (value: SettingValue) => Result<JsonValue>,
) {
  const problems: Diagnostic[] = [];
  const reveal = (value: SettingValue): JsonValue => {
    const revealed = revealOne(value);
    if (revealed.ok) return revealed.value;
    problems.push(...revealed.diagnostics);
    return null;
  };
  const text = (value: SettingValue): string => textOf(reveal(value));
  const { env } = template;
  return unlessErrors(
    {
      env: {
        name: env.name,
        master: env.master,
        inputRootPath: text(env.inputRootPath),
        outputRootPath: text(env.outputRootPath),
        workingDir: text(env.workingDir),
        configuration: mapValues(env.configuration, reveal),
        params,
      },
      conf: mapValues(template.conf, text),
      args: template.args.map(text),
      sources: template.sources.map((source) => ({ ...source, options: mapValues(source.options, reveal) })),
      envVars: mapValues(template.envVars, text),
    },
    problems,
  );
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

function textOf(value: JsonValue): string {
  if (typeof value === "string") return value;
  return value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
}
