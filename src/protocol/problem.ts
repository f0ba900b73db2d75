import type { Diagnostic } from "../model/diagnostic.ts";

/** The codes that this folder uses, each listed in the table of diagnostics (which this layer does not import). */
export type ProtocolCode =
  | "AMA1901"
  | "AMA1902"
  | "AMA1903"
  | "AMA1904"
  | "AMA1905"
  | "AMA1906"
  | "AMA1907"
  | "AMA1908"
  | "AMA1909"
  | "AMA1910"
  | "AMA1911"
  | "AMA1912";

export function problem(code: ProtocolCode, message: string, hint?: string): Diagnostic {
  return { code, severity: "error", message, ...(hint === undefined ? {} : { hint }) };
}
