import type { Location } from "../../model/location.ts";
import { nearest } from "../../model/nearest.ts";
import type { DraftValue } from "../environment/draft.ts";
import type { EnvironmentRule } from "./environment-rule.ts";
import { sparkKeys } from "./spark-keys.ts";

/** Settings whose last parts are the user's own names. */
const ownNames =
  /^spark\.(hadoop|executorEnv|yarn\.appMasterEnv|kubernetes\.driverEnv|sql\.catalog|metrics\.conf|app|amaterasu)\./;

/**
 * A setting that is one or two letters off one of Spark's is mostly a slip, which Spark itself ignores in silence.
 * It is passed on as it is: libraries have settings of their own.
 */
export const misspeltSparkSettings: EnvironmentRule = (draft, _name, { problems }) => {
  for (const [key, value] of draft.spark) {
    if (sparkKeys().has(key) || ownNames.test(key)) continue;
    const near = slipOf(key);
    if (near === undefined) continue;
    const hint = `Did you mean \`${near}\`?`;
    problems.warning("AMA1205", `Spark has no setting \`${key}\`.`, placeOf(value), { hint });
  }
};

/** Kept, since each action with an environment of its own asks again. */
const slips = new Map<string, string | undefined>();

function slipOf(key: string): string | undefined {
  if (!slips.has(key)) slips.set(key, nearest(key, sparkKeys(), 2));
  return slips.get(key);
}

function placeOf(value: DraftValue): Location | undefined {
  if (value.kind === "node") return value.keyAt ?? value.node.at;
  return "at" in value.origin ? value.origin.at : undefined;
}
