import { createHash } from "node:crypto";
import type { Analysis } from "../model/analysis.ts";
import { type AnalysisStore, readStored, writeStored } from "./analysis-store.ts";
import { type Language, languages } from "./languages.ts";
import { unknownAnalysis } from "./unknown-analysis.ts";

/** A source to analyse. Without a text it is compiled code, or something that was not fetched. */
export interface AnalysableSource {
  /** Repo-relative. */
  readonly file: string;
  readonly language?: Language;
  readonly text?: string;
}

/**
 * The analysis of each source, in their order. What `store` holds of equal sources is used again, and a parser is
 * loaded only where something is missing there. Whatever is wrong with the store, the outcome is the same.
 */
export async function analyse(sources: readonly AnalysableSource[], store?: AnalysisStore): Promise<Analysis[]> {
  const keys = sources.map(keyOf);
  const stored = store ? await readStored(store) : new Map<string, Analysis>();
  const current = new Map<string, Analysis>();
  const analyses: Analysis[] = [];
  for (const [i, source] of sources.entries()) {
    const key = keys[i];
    const known = key === undefined ? undefined : (current.get(key) ?? stored.get(key));
    const analysis = known ?? (await analyseOne(source));
    if (key !== undefined) current.set(key, analysis);
    analyses.push(analysis);
  }
  if (store && differ(stored, current)) await writeStored(store, current);
  return analyses;
}

/** What an analysis depends on; places in it name the file, so the file's name is a part. */
function keyOf(source: AnalysableSource): string | undefined {
  const language = source.language && languages[source.language];
  if (!language || source.text === undefined) return undefined;
  const parts = [source.language, language.version, source.file, source.text];
  return createHash("sha256").update(parts.join("\0")).digest("base64url");
}

async function analyseOne(source: AnalysableSource): Promise<Analysis> {
  const start = { file: source.file, line: 1, column: 1 };
  const language = source.language && languages[source.language];
  if (source.text === undefined) return unknownAnalysis("its source is not at hand", start);
  if (!language) return unknownAnalysis(`${source.language ?? "its language"} is not analysed`, start);
  const analyser = await language.load();
  return analyser(source.file, source.text);
}

function differ(stored: ReadonlyMap<string, Analysis>, current: ReadonlyMap<string, Analysis>): boolean {
  return stored.size !== current.size || [...current.keys()].some((key) => !stored.has(key));
}
