import { placeOf } from "../environment/draft.ts";
import type { JobRule } from "./job-rule.ts";
import { sparkSettingSlip } from "./spark-setting-slip.ts";

/** The same as for environments, for the `conf` of actions. */
export const misspeltConf: JobRule = (_job, { files: { problems }, found }) => {
  for (const { conf } of found.actions) {
    for (const [key, { origin }] of Object.entries(conf)) {
      const near = sparkSettingSlip(key);
      if (near === undefined) continue;
      const hint = `Did you mean \`${near}\`?`;
      problems.warning("AMA1205", `Spark has no setting \`${key}\`.`, placeOf(origin), { hint });
    }
  }
};
