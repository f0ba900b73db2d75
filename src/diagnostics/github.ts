import type { Diagnostic, Severity } from "../model/diagnostic.ts";

const commands: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "notice" };

/** Diagnostics as GitHub Actions' workflow commands, which show them at their lines; ends with a line break. */
export function diagnosticsAsGithub(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map((diagnostic) => `${command(diagnostic)}\n`).join("");
}

function command({ severity, code, message, hint, at }: Diagnostic): string {
  const place = at === undefined ? [] : [`file=${property(at.file)}`, `line=${at.line}`, `col=${at.column}`];
  // GitHub takes an end column only together with an end line equal to the line.
  const end =
    at?.endColumn === undefined || at.endLine !== undefined ? [] : [`endLine=${at.line}`, `endColumn=${at.endColumn}`];
  const text = hint === undefined ? message : `${message} ${hint}`;
  return `::${commands[severity]} ${[...place, ...end, `title=${code}`].join(",")}::${data(text)}`;
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
