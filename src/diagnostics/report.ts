import type { Diagnostic, Severity } from "../model/diagnostic.ts";
import type { Code } from "./codes.ts";

type Extra = Omit<Diagnostic, "code" | "severity" | "message">;

function make(severity: Severity, code: Code, message: string, extra: Extra): Diagnostic {
  return { code, severity, message, ...extra };
}

/** A problem that stops the command. */
export function error(code: Code, message: string, extra: Extra = {}): Diagnostic {
  return make("error", code, message, extra);
}

/** Something that works, but probably not as meant. */
export function warning(code: Code, message: string, extra: Extra = {}): Diagnostic {
  return make("warning", code, message, extra);
}

/** Something worth knowing that needs nothing done. */
export function note(code: Code, message: string, extra: Extra = {}): Diagnostic {
  return make("info", code, message, extra);
}
