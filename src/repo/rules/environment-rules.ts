import { environmentName } from "./environment-name.ts";
import type { EnvironmentRule } from "./environment-rule.ts";
import { misspeltSparkSettings } from "./misspelt-spark-settings.ts";

/** Every rule that an environment is checked by; a new one is a file of its own and a line here. */
export const environmentRules: readonly EnvironmentRule[] = [environmentName, misspeltSparkSettings];
