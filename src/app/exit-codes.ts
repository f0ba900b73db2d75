import { gitEnvironmentFailures } from "../diagnostics/codes/git.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { RunStatus } from "../model/event.ts";

/** What a command's exit code says; CI tools and schedulers rely on these. */
export const exitCodes = {
  succeeded: 0,
  failed: 1,
  invalid: 2,
  environment: 3,
  interrupted: 130,
  terminated: 143,
} as const;

export function exitCodeOf(status: RunStatus, signal?: "SIGINT" | "SIGTERM"): number {
  switch (status) {
    case "succeeded":
      return exitCodes.succeeded;
    case "failed":
      return exitCodes.failed;
    case "environment-failed":
      return exitCodes.environment;
    case "cancelled":
      return signal === "SIGTERM" ? exitCodes.terminated : exitCodes.interrupted;
  }
}

/** 3 where the machine or the network is at fault, 2 where the repo or the command line is. */
export function exitCodeFor(diagnostics: readonly Diagnostic[]): number {
  const errors = diagnostics.filter((d) => d.severity === "error");
  return errors.length > 0 && errors.every((d) => isEnvironmental(d.code)) ? exitCodes.environment : exitCodes.invalid;
}

/** Codes of files that cannot be fetched, unresolvable jars and packages, the toolchain, records, hosts, and of repositories that cannot be reached. */
function isEnvironmental(code: string): boolean {
  return /^AMA(1116|152|154[3-8]|1551|156[2-7]|158[01]|17|180[145]|19)/.test(code) || gitEnvironmentFailures.has(code);
}
