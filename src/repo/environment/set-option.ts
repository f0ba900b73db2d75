import { nearest } from "../../model/nearest.ts";
import type { Origin } from "../../model/setting.ts";
import type { Problems } from "../problems.ts";
import type { DraftValue, EnvironmentDraft, MainKey } from "./draft.ts";
import { connectionKinds, mainKeyOf } from "./keys.ts";

/** What one `--set path=value` does to a draft. */
export type Override = (draft: EnvironmentDraft) => void;

const paths = [
  "master",
  "inputRootPath",
  "outputRootPath",
  "workingDir",
  "name",
  "configuration.<key>",
  "spark.<setting>",
  "env-vars.<name>",
  "hive.<key>",
  "drill.<key>",
];
const launchPaths: Readonly<Record<string, MainKey>> = {
  "spark.home": "sparkHome",
  "spark.version": "sparkVersion",
  "java.home": "javaHome",
  "python.home": "pythonHome",
  "python.version": "pythonVersion",
};

/** Reads what `--set` gave; what cannot be read is reported and left out. */
export function readOverrides(options: readonly string[], problems: Problems): readonly Override[] {
  return options.flatMap((option) => readOverride(option, problems) ?? []);
}

function readOverride(option: string, problems: Problems): Override | undefined {
  const split = option.indexOf("=");
  if (split < 1) {
    problems.error("AMA1207", `\`--set ${option}\` has no value.`, undefined, { hint: "Write `--set path=value`." });
    return undefined;
  }
  const path = option.slice(0, split);
  const text = option.slice(split + 1);
  const override = overrideOf(path, text, { option: `--set ${path}` });
  if (override === undefined) reportPath(path, problems);
  return override;
}

function overrideOf(path: string, text: string, origin: Origin): Override | undefined {
  const value: DraftValue = { kind: "text", text, origin };
  const main = launchPaths[path] ?? mainKeyOf(path);
  if (main !== undefined) return (draft) => draft.main.set(main, value);
  const [section, key] = [path.slice(0, path.indexOf(".")), path.slice(path.indexOf(".") + 1)];
  if (key === "" || section === "") return undefined;
  if (section === "configuration") {
    return (draft) => {
      draft.configuration.set(key, typed(text, origin));
      if (key.startsWith("spark.")) draft.spark.set(key, value);
    };
  }
  if (section === "spark") return (draft) => draft.spark.set(path, value);
  const connection = connectionKinds.find((kind) => kind === section);
  if (connection !== undefined) return (draft) => draft.setConnection(connection, key, value);
  return section === "env-vars" ? (draft) => draft.envVars.set(key, value) : undefined;
}

/** A text as YAML would read it: numbers and truth values keep their types, quotes make a text of anything. */
function typed(text: string, origin: Origin): DraftValue {
  const quoted = /^(["'])(.*)\1$/s.exec(text)?.[2];
  if (quoted !== undefined) return { kind: "text", text: quoted, origin };
  if (text === "true" || text === "false") return { kind: "fixed", value: text === "true", origin };
  if (/^[-+]?(\d+|\d*\.\d+|\d+\.)(e[-+]?\d+)?$/i.test(text) && Number.isFinite(Number(text))) {
    return { kind: "fixed", value: Number(text), origin };
  }
  return { kind: "text", text, origin };
}

function reportPath(path: string, problems: Problems): void {
  const near = nearest(
    path,
    paths.filter((one) => !one.includes("<")),
  );
  problems.error("AMA1207", `\`--set ${path}\` names nothing of an environment.`, undefined, {
    hint: near === undefined ? `The paths are: ${paths.join(", ")}.` : `Did you mean \`${near}\`?`,
  });
}
