import { cycles } from "./cycles.ts";
import { duplicateActions } from "./duplicate-actions.ts";
import { fileExtension } from "./file-extension.ts";
import type { JobRule } from "./job-rule.ts";
import { missingFile } from "./missing-file.ts";
import { misspeltConf } from "./misspelt-conf.ts";
import { names } from "./names.ts";
import { noEffect } from "./no-effect.ts";
import { unknownAfter } from "./unknown-after.ts";

/** Every rule that a job is checked by; a new one is a file of its own and a line here. */
export const jobRules: readonly JobRule[] = [
  names,
  duplicateActions,
  unknownAfter,
  cycles,
  missingFile,
  fileExtension,
  misspeltConf,
  noEffect,
];
