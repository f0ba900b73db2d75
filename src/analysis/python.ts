import type { Analyser } from "./analyser.ts";
import { pythonStatements } from "./python/python-code.ts";
import { pythonDialect } from "./python/python-dialect.ts";
import { analyseScript } from "./script/analyse-script.ts";
import { loadGrammar } from "./syntax/grammar.ts";

/** Analyses a Python source as it is run here: statements at the top level of a module of its own. */
export async function loadPython(): Promise<Analyser> {
  const parse = await loadGrammar("python");
  return (file, source) => {
    const text = source.startsWith("\uFEFF") ? source.slice(1) : source;
    const syntax = parse(text);
    const statements = pythonStatements(syntax.root);
    return analyseScript({ file, text, syntax, statements, dialect: pythonDialect });
  };
}
