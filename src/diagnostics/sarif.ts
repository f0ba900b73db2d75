import type { Diagnostic, Severity } from "../model/diagnostic.ts";
import type { JsonObject } from "../model/json.ts";
import type { Location } from "../model/location.ts";
import { codes } from "./codes.ts";

const levels: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "note" };
const titles: Readonly<Record<string, string>> = codes;

/** Diagnostics as a SARIF 2.1.0 log, the form that code scanning services take. `version` is the program's. */
export function diagnosticsAsSarif(diagnostics: readonly Diagnostic[], version: string): JsonObject {
  const used = [...new Set(diagnostics.map((one) => one.code))].sort();
  const rules = used.map((id) => ({ id, shortDescription: { text: titles[id] ?? id } }));
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "Amaterasu", version, rules } },
        columnKind: "utf16CodeUnits",
        results: diagnostics.map((one) => result(one, used)),
      },
    ],
  };
}

function result({ code, severity, message, hint, at, related = [] }: Diagnostic, used: readonly string[]): JsonObject {
  const text = hint === undefined ? message : `${message} ${hint}`;
  return {
    ruleId: code,
    ruleIndex: used.indexOf(code),
    level: levels[severity],
    message: { text },
    ...(at === undefined ? {} : { locations: [location(at)] }),
    ...(related.length === 0
      ? {}
      : { relatedLocations: related.map((one) => ({ ...location(one.at), message: { text: one.message } })) }),
  };
}

function location(at: Location): JsonObject {
  return {
    physicalLocation: {
      // A URI: a name may hold spaces, `#` or `?`.
      artifactLocation: { uri: at.file.split("/").map(encodeURIComponent).join("/") },
      region: {
        startLine: at.line,
        startColumn: at.column,
        ...(at.endLine === undefined ? {} : { endLine: at.endLine }),
        ...(at.endColumn === undefined ? {} : { endColumn: at.endColumn }),
      },
    },
  };
}
