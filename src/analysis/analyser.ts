import type { Analysis } from "../model/analysis.ts";

/** Reads one language. Never fails: what it does not understand makes the analysis open. `file` is repo-relative. */
export type Analyser = (file: string, text: string) => Analysis;
