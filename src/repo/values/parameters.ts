import type { Job, Parameter } from "../../model/job.ts";
import type { Location } from "../../model/location.ts";
import { nearest } from "../../model/nearest.ts";
import type { Origin, Setting, Settings } from "../../model/setting.ts";
import type { Problems } from "../problems.ts";
import { readParameterValue } from "./parameter-value.ts";
import { resolveText, type Scope } from "./resolve.ts";

export interface ParameterOptions {
  /** What `--param` gave: `name=value` each. */
  readonly params?: readonly string[];
  readonly processEnv: Readonly<Record<string, string | undefined>>;
  readonly now?: Date;
  /** Parameters without a value are not missed. */
  readonly lenient?: boolean;
}

/** The values of a job's parameters for one run: those given, else the defaults. */
export function parameterValues(job: Pick<Job, "params">, options: ParameterOptions, problems: Problems): Settings {
  const given = givenValues(job.params, options.params ?? [], problems);
  const now = options.now ?? new Date();
  return Object.fromEntries(
    job.params.flatMap((parameter) => {
      const setting = valueOf(parameter, given.get(parameter.name), options, now, problems);
      return setting === undefined ? [] : [[parameter.name, setting]];
    }),
  );
}

function givenValues(
  declared: readonly Parameter[],
  given: readonly string[],
  problems: Problems,
): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const option of given) {
    const split = option.indexOf("=");
    const name = option.slice(0, split);
    if (split < 1) {
      problems.error("AMA1310", `\`--param ${option}\` has no value.`, undefined, {
        hint: "Write `--param name=value`.",
      });
    } else if (declared.some((one) => one.name === name)) values.set(name, option.slice(split + 1));
    else reportUnknown(name, declared, problems);
  }
  return values;
}

function reportUnknown(name: string, declared: readonly Parameter[], problems: Problems): void {
  const names = declared.map((one) => one.name);
  const near = nearest(name, names);
  const known =
    names.length === 0 ? "The job declares none; add it to maki.yml under `params`." : `They are: ${names.join(", ")}.`;
  problems.error("AMA1305", `The job has no parameter \`${name}\`.`, undefined, {
    hint: near === undefined ? known : `Did you mean \`${near}\`?`,
  });
}

function valueOf(
  parameter: Parameter,
  given: string | undefined,
  options: ParameterOptions,
  now: Date,
  problems: Problems,
): Setting | undefined {
  const { name, at } = parameter;
  const origin: Origin = given === undefined ? { at } : { option: `--param ${name}` };
  const text = given ?? defaultText(parameter, options, problems);
  if (text === undefined) {
    if (parameter.required && !options.lenient) {
      problems.error("AMA1303", `The parameter \`${name}\` has no value.`, at, {
        hint: `Give it one: \`--param ${name}=…\`.`,
      });
    }
    return undefined;
  }
  const report = given !== undefined || text !== String(parameter.default);
  const place = given === undefined ? at : undefined;
  const read = readParameterValue(parameter.type, text, now);
  // A default as it is written in maki.yml has been checked there.
  if (!read.ok) {
    if (report) reportMisfit(text, parameter, read.hint, place, problems);
    return undefined;
  }
  if (parameter.enum !== undefined && !parameter.enum.some((choice) => String(choice) === text)) {
    if (report) reportChoice(text, parameter, place, problems);
    return undefined;
  }
  return { value: read.value, origin };
}

function defaultText(parameter: Parameter, options: ParameterOptions, problems: Problems): string | undefined {
  if (parameter.default === undefined) return undefined;
  const scope: Scope = {
    processEnv: options.processEnv,
    params: {},
    declared: [],
    env: () => undefined,
    legacy: false,
    lenient: options.lenient ?? false,
  };
  const value = resolveText(String(parameter.default), { at: parameter.at }, scope, problems);
  if (typeof value !== "object") return String(value);
  problems.error("AMA1307", `The default of the parameter \`${parameter.name}\` holds a secret.`, parameter.at, {
    hint: "Parameters are shown and recorded; use the secret in the environment.",
  });
  return undefined;
}

function reportMisfit(
  text: string,
  { name, type }: Parameter,
  hint: string,
  at: Location | undefined,
  problems: Problems,
): void {
  problems.error("AMA1304", `\`${text}\` is no ${type}, the type of the parameter \`${name}\`.`, at, { hint });
}

function reportChoice(
  text: string,
  { name, enum: choices = [] }: Parameter,
  at: Location | undefined,
  problems: Problems,
): void {
  const words = choices.map(String);
  const near = nearest(text, words);
  problems.error("AMA1304", `\`${text}\` is no value of the parameter \`${name}\`.`, at, {
    hint: near === undefined ? `It is one of: ${words.join(", ")}.` : `Did you mean \`${near}\`?`,
  });
}
