import type { SettingReference } from "../../model/analysis.ts";
import type { SqlToken } from "../sql-tokens.ts";
import type { TextPlaces } from "../text-places.ts";
import { wordAt } from "../sql-tokens.ts";

/** What a SQL text takes of the environment and of the run's parameters: `${env.name}`, `${params.day}`, `:day`. */
export function referencesIn(text: string, tokens: readonly SqlToken[], places: TextPlaces): SettingReference[] {
  return [...texts(text, tokens, places), ...parameters(tokens, places)];
}

/** In comments nothing is put in, so nothing has to be there. */
function texts(text: string, tokens: readonly SqlToken[], places: TextPlaces): SettingReference[] {
  return tokens.flatMap(({ start, end }) =>
    [...text.slice(start, end).matchAll(/\$\{(env|params)\.([^}\n]*)\}/g)].map(
      ({ 0: whole, 1: of, 2: name = "", index }) => {
        const at = places.at(start + index, start + index + whole.length);
        return { of: of === "env" ? "env" : "params", name, at } as const;
      },
    ),
  );
}

/** `:day`, but not `a::int`, `a:b` or `[1:n]`, which dialects have for other things. */
function parameters(tokens: readonly SqlToken[], places: TextPlaces): SettingReference[] {
  return tokens.flatMap((token, at) => {
    const name = tokens[at + 1];
    if (token.text !== ":" || name?.is !== "name" || name.start !== token.end || name.quoted) return [];
    const before = tokens[at - 1];
    const touches = before !== undefined && before.end === token.start && !/^[(,=<>+*/%|-]$/.test(before.text);
    if (touches || wordAt(tokens, at - 1) === ":" || isInBrackets(tokens, at)) return [];
    return [{ of: "bound" as const, name: name.text, at: places.at(token.start, name.end) }];
  });
}

/** Whether the nearest bracket that is open is one of a list or a struct, in which `:` stands between two values. */
function isInBrackets(tokens: readonly SqlToken[], at: number): boolean {
  const nearest = Math.max(0, at - 50);
  let closed = 0;
  for (let before = at - 1; before >= nearest; before--) {
    const word = wordAt(tokens, before);
    if (word === ")" || word === "]" || word === "}") closed++;
    else if (word === "(" || word === "[" || word === "{") {
      if (closed === 0) return word !== "(";
      closed--;
    } else if (word === ";") return false;
  }
  return false;
}
