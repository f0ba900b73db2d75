import { cliCodes } from "./codes/cli.ts";
import { depsCodes } from "./codes/deps.ts";
import { engineCodes } from "./codes/engine.ts";
import { gitCodes } from "./codes/git.ts";
import { hostCodes } from "./codes/host.ts";
import { planCodes } from "./codes/plan.ts";
import { repoCodes } from "./codes/repo.ts";
import { secretCodes } from "./codes/secrets.ts";
import { toolchainCodes } from "./codes/toolchain.ts";

/** Every code that a user can meet, with its one-line title; docs/reference/errors.md has an entry for each. */
export const codes = {
  ...repoCodes,
  ...gitCodes,
  ...secretCodes,
  ...depsCodes,
  ...planCodes,
  ...toolchainCodes,
  ...engineCodes,
  ...hostCodes,
  ...cliCodes,
} as const;

export type Code = keyof typeof codes;
