import { warning } from "../diagnostics/report.ts";
import type { Analysis, DefinedName } from "../model/analysis.ts";
import { addUsed, type Facts, type Findings, noFacts, noFindings } from "./findings.ts";
import { definitionsOf } from "./scala/definitions.ts";
import { guess } from "./scala/guess.ts";
import { type Parsed, parseStatements } from "./scala/parse.ts";
import { blankReplLines, type ReplLine } from "./scala/repl-lines.ts";
import { child, type Tree, valueOf } from "./scala/tree.ts";
import { walkTree } from "./scala/walk.ts";
import type { Walk } from "./scala/walk-state.ts";
import { innerScope } from "./scope.ts";
import { type TextPlaces, textPlaces } from "./text-places.ts";

/** Analyses a Scala source as spark-shell would take it: statements at the top level, names that may be defined anew. */
export function analyseScala(file: string, source: string): Analysis {
  const { text, lines } = blankReplLines(source.startsWith("\uFEFF") ? source.slice(1) : source);
  const places = textPlaces(file, text);
  const parsed = parseStatements(text);
  return parsed.ok ? ofStatements(parsed, lines, places) : ofText(parsed, text, places);
}

function ofStatements(parsed: Parsed & { ok: true }, lines: readonly ReplLine[], places: TextPlaces): Analysis {
  const findings = noFindings();
  for (const line of lines) noteReplLine(line, findings, places);
  const defines = walkStatements(parsed, findings, places);
  const { registered, ...found } = findings;
  const last = new Map([...defines, ...registered].map((name) => [name.name, name]));
  return { ...found, defines: [...last.values()], parsed: true, diagnostics: [] };
}

function walkStatements(parsed: Parsed & { ok: true }, findings: Findings, places: TextPlaces): DefinedName[] {
  const scope = innerScope();
  const ownFunctions = new Set(
    parsed.statements.filter((s) => s.type === "Defn.Def").map((s) => valueOf(child(s, "name"))),
  );
  const importsContext = { value: false };
  const understood = new Set<Tree>();
  const known = new Map<string, Facts>();
  const place: Walk["place"] = (from, to = from) =>
    places.at(from.pos.start - parsed.offset, to.pos.end - parsed.offset);
  return parsed.statements.flatMap((statement) => {
    const walk = { findings, facts: noFacts(), ownFunctions, importsContext, understood, place };
    walkTree(statement, scope, walk);
    addUsed(walk.facts, known);
    const defined = definitionsOf(statement, walk.facts, walk);
    for (const name of defined) known.set(name.name, { ...walk.facts, random: name.nonDeterministic === true });
    return defined;
  });
}

function noteReplLine(line: ReplLine, findings: Findings, places: TextPlaces): void {
  if (line.command !== "load") return;
  const at = places.at(line.start, line.end);
  findings.open.push({ because: "it loads another file", at });
  findings.computedReads.push(at);
}

/** The compiler judges what is valid Scala; a source that is not understood here is only understood less. */
function ofText(parsed: Parsed & { ok: false }, text: string, places: TextPlaces): Analysis {
  const at = places.at(parsed.start, parsed.end);
  const because = "its source could not be parsed";
  const told = warning("AMA1601", `${at.file} could not be parsed: ${parsed.message}.`, {
    at,
    hint: "Its datasets are guessed from its text; the compiler judges it when the action starts.",
  });
  const { registered, ...found } = noFindings();
  const guessed = guess(text, places);
  const open = [{ because, at }];
  return {
    ...found,
    ...guessed,
    defines: [...guessed.defines, ...registered],
    open,
    computedReads: [at],
    parsed: false,
    diagnostics: [told],
  };
}
