import { error } from "../diagnostics/report.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { failed, type Result } from "../model/result.ts";
import type { ToolchainPorts } from "./ports.ts";

/** Turns what the file system refuses during the action into a diagnostic; everything else is a bug and goes on. */
export async function reportWriteProblems<T>(
  what: string,
  ports: ToolchainPorts,
  action: () => Promise<Result<T>>,
): Promise<Result<T>> {
  try {
    return await action();
  } catch (problem) {
    if (problem instanceof Error && "syscall" in problem) return failed(notWritten(what, ports.folders.cache, problem));
    throw problem;
  }
}

function notWritten(what: string, cache: string, problem: Error & { readonly code?: unknown }): Diagnostic {
  if (problem.code === "ENOSPC" || problem.code === "EDQUOT")
    return error("AMA1706", `The disk that holds ${cache} is full, so ${what} could not be written.`, {
      hint: "Make room there, or set AMA_CACHE to a folder on another disk.",
    });
  return error("AMA1714", `${what} could not be written: ${problem.message}.`, {
    hint: `See to the permissions of ${cache}, or set AMA_CACHE to another folder.`,
  });
}
