import type { AppHost } from "../app/app-host.ts";
import { renderDiagnostics } from "../diagnostics/render.ts";
import { error } from "../diagnostics/report.ts";
import { nearest } from "../model/nearest.ts";

/** Goes on with `value` where it is one of `choices`; otherwise says which there are, and returns the usage error's code. */
export async function oneOf<const C extends string>(
  option: string,
  value: string,
  choices: readonly C[],
  host: AppHost,
  goOn: (choice: C) => Promise<number>,
): Promise<number> {
  const choice = choices.find((one) => one === value);
  if (choice !== undefined) return goOn(choice);
  const near = nearest(value, choices);
  const hint = `${near === undefined ? "" : `Did you mean \`${near}\`? `}It takes ${choices.map((one) => `\`${one}\``).join(", ")}.`;
  host.stderr.write(
    renderDiagnostics([error("AMA2006", `\`--${option} ${value}\` is not known.`, { hint })], host.stderr),
  );
  return 2;
}
