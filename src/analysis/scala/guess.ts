import type { Analysis, DatasetRead, DefinedName } from "../../model/analysis.ts";
import type { TextPlaces } from "../text-places.ts";
import { getters } from "./context-calls.ts";

const comments = /\/\*[\s\S]*?\*\/|"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*/g;
const getter = /\b(getDataFrame|getData[sS]et|getRDD)\s*(?:\[[^\]]*\])?\s*\(\s*("([^"\n]*)"\s*,\s*"([^"\n]*)")/g;
const definition = /^[ \t]*(?:(?:private|implicit|@transient)\s+)*(lazy\s+val|val|var)\s+([\p{L}_$][\p{L}\p{N}_$]*)/gmu;

/** The reads and definitions that show in the mere text of a source that does not parse. */
export function guess(text: string, places: TextPlaces): Pick<Analysis, "reads" | "defines"> {
  const code = text.replaceAll(comments, (part) => (part.startsWith("/") ? part.replaceAll(/[^\n]/g, " ") : part));
  return { reads: [...code.matchAll(getter)].map((m) => readOf(m, places)), defines: definedIn(code, places) };
}

function readOf(match: RegExpExecArray, places: TextPlaces): DatasetRead {
  const [whole, method = "", names = "", action = "", name = ""] = match;
  const start = match.index + whole.length - names.length;
  const at = places.at(start, start + names.length);
  return { action, name, at, by: getters[method] ?? "dataframe" };
}

function definedIn(code: string, places: TextPlaces): DefinedName[] {
  const last = new Map<string, DefinedName>();
  for (const match of code.matchAll(definition)) {
    const [whole, keyword = "", name = ""] = match;
    const end = match.index + whole.length;
    const kind = keyword === "val" ? "value" : keyword === "var" ? "variable" : "lazy";
    last.set(name, { name, kind, at: places.at(end - name.length, end) });
  }
  return [...last.values()];
}
