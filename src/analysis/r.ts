import type { Analyser } from "./analyser.ts";
import { rStatements } from "./r/r-code.ts";
import { rDialect } from "./r/r-dialect.ts";
import { analyseScript } from "./script/analyse-script.ts";
import { loadGrammar } from "./syntax/grammar.ts";

/** Analyses an R source as it is run here: statements at the top level of an environment of its own. */
export async function loadR(): Promise<Analyser> {
  const parse = await loadGrammar("r");
  return (file, source) => {
    const text = source.startsWith("\uFEFF") ? source.slice(1) : source;
    const syntax = parse(text);
    return analyseScript({ file, text, syntax, statements: rStatements(syntax.root), dialect: rDialect });
  };
}
