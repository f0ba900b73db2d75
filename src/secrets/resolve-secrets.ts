import { error, warning } from "../diagnostics/report.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { ok, type Result } from "../model/result.ts";
import { lookUp, type ProcessAround } from "./look-up.ts";
import type { SecretsConfig } from "./secrets-config.ts";
import { shortestRedacted } from "./secret-forms.ts";

/** The values of secrets by their names; held in memory only. */
export type Secrets = ReadonlyMap<string, string>;

/** Letters, digits and `_ - . /`: what every provider can take as it is. */
const nameForm = /^[A-Za-z0-9_][\w./-]*$/;

/** Asks the providers in their order for each secret; all that cannot be had are told at once. */
export async function resolveSecrets(
  names: Iterable<string>,
  config: SecretsConfig,
  around: ProcessAround,
): Promise<Result<Secrets>> {
  const secrets = new Map<string, string>();
  const diagnostics: Diagnostic[] = [];
  for (const name of new Set(names)) {
    const found = nameForm.test(name) ? await firstThatHas(name, config, around) : badName(name);
    if (typeof found === "string") secrets.set(name, found);
    else diagnostics.push(found);
    if (typeof found === "string" && found.length < shortestRedacted) diagnostics.push(tooShort(name));
  }
  return diagnostics.some((d) => d.severity === "error") ? { ok: false, diagnostics } : ok(secrets, diagnostics);
}

async function firstThatHas(name: string, config: SecretsConfig, around: ProcessAround): Promise<string | Diagnostic> {
  const asked: string[] = [];
  for (const provider of config.providers) {
    const answer = await lookUp(name, provider, around);
    if (answer.is === "found") return answer.value;
    if (answer.is === "failed") return answer.diagnostic;
    asked.push(answer.where);
  }
  return error("AMA1451", `The secret ${name} is not defined.`, {
    hint: `It was looked for in ${asked.join(", then ")}${config.file === undefined ? "" : ` (as ${config.file} says)`}.`,
  });
}

function badName(name: string): Diagnostic {
  return error("AMA1451", `${JSON.stringify(name)} cannot be a secret's name.`, {
    hint: "Names are made of letters, digits and _ - . /",
  });
}

function tooShort(name: string): Diagnostic {
  const message = `The secret ${name} has fewer than ${shortestRedacted} characters, so it is not taken out of logs and reports.`;
  return warning("AMA1454", message, { hint: "Use a longer one." });
}
