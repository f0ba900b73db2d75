import type { Analyser } from "./analyser.ts";

/** A source language as the runner descriptors name it. */
export type Language = "scala" | "python" | "r" | "sql" | "shell";

interface LanguageEntry {
  /** Raised when the analyser finds more than before, so that what is stored of older ones is not used. */
  readonly version: number;
  /** Parsers are slow to load, so only a source that has changed loads one. */
  load(): Promise<Analyser>;
}

/** The languages that can be analysed; a source in any other may read and define anything. */
export const languages: Partial<Record<Language, LanguageEntry>> = {
  scala: { version: 5, load: async () => (await import("./scala.ts")).analyseScala },
  python: { version: 2, load: async () => (await import("./python.ts")).loadPython() },
  r: { version: 3, load: async () => (await import("./r.ts")).loadR() },
  sql: { version: 4, load: async () => (await import("./sql.ts")).analyseSql },
  shell: { version: 1, load: async () => (await import("./shell.ts")).analyseShell },
};
