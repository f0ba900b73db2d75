import { placeOfValue } from "../environment/draft.ts";
import type { EnvironmentRule } from "./environment-rule.ts";
import { sparkSettingSlip } from "./spark-setting-slip.ts";

/** A slip in a setting's name is passed on as it is: Spark ignores what it does not know, without a word. */
export const misspeltSparkSettings: EnvironmentRule = (draft, _name, { problems }) => {
  for (const [key, value] of draft.spark) {
    const near = sparkSettingSlip(key);
    if (near === undefined) continue;
    const hint = `Did you mean \`${near}\`?`;
    problems.warning("AMA1205", `Spark has no setting \`${key}\`.`, placeOfValue(value), { hint });
  }
};
