import { warning } from "../diagnostics/report.ts";
import type { Analysis, DatasetVariable, DefinedName } from "../model/analysis.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Location } from "../model/location.ts";
import { exportedNames } from "./shell/exports.ts";
import { withoutComments } from "./shell/shell-text.ts";
import { type TextPlaces, textPlaces } from "./text-places.ts";

/**
 * Analyses a script of any shell by its text: each mention of `AMA_DATASET_…` outside comments is a read, wherever it
 * stands, as scripts hand such names to programs of other languages; `NAME=path` lines for `$AMA_EXPORTS` define names.
 */
export function analyseShell(file: string, source: string): Analysis {
  const text = source.startsWith("\uFEFF") ? source.slice(1) : source;
  const code = withoutComments(text);
  const places = textPlaces(file, text);
  const exported = exportedNames(code);
  const names = exported.flatMap((one): [string, DefinedName][] =>
    one.is === "name" ? [[one.name, { name: one.name, kind: "registered", at: places.at(one.start, one.end) }]] : [],
  );
  const unknown = exported.filter(({ is }) => is === "unknown").map(({ start, end }) => places.at(start, end));
  const others = otherCode(code, places);
  return {
    reads: [],
    variables: variablesIn(code, places),
    computedReads: [...computedIn(code, places), ...others.evaluated],
    defines: [...new Map(names).values()],
    open: [
      ...unknown.map((at) => ({ because: "it publishes under a computed name", at })),
      ...others.evaluated.map((at) => ({ because: "it runs other code in its place", at })),
      ...others.called.map((at) => ({ because: "it runs another program, which may publish", at })),
    ],
    pathsRead: [],
    pathsWritten: [],
    writesOutside: [],
    sources: [],
    parsed: true,
    diagnostics: windowsLineEnds(text, places),
  };
}

const shebangOfShell = /^#![^\n]*\b(?:ba|da|k|z)?sh\b/;

/** To a shell the carriage return is a part of the command. Other interpreters may know better. */
function windowsLineEnds(text: string, places: TextPlaces): Diagnostic[] {
  if (text.startsWith("#!") && !shebangOfShell.test(text)) return [];
  const end = text.indexOf("\r\n");
  if (end === -1) return [];
  const hint = "Save it with the line ends of Unix, and let git keep them: `*.sh text eol=lf` in .gitattributes.";
  return [
    warning("AMA1626", "The script has the line ends of Windows, which a shell cannot read.", {
      at: places.at(end),
      hint,
    }),
  ];
}

const variable = /AMA_DATASET_([A-Z0-9_]+)(?=([^A-Z0-9_]|$))/g;

function variablesIn(code: string, places: TextPlaces): DatasetVariable[] {
  return [...code.matchAll(variable)].flatMap(({ 0: whole, 1: name = "", 2: next = "", index }) => {
    const at = places.at(index, index + whole.length);
    const isSet = next === "=" && /^$|[\s;&|(]/.test(code[index - 1] ?? "");
    if (isSet || isComputed(next)) return [];
    const isOptional =
      code.slice(index - 2, index) === "${" &&
      /^:?[-+=]/.test(code.slice(index + whole.length, index + whole.length + 2));
    return [{ name, at, ...(isOptional ? { optional: true } : {}) }];
  });
}

/** Whether a name goes on with what only running the script tells: `AMA_DATASET_START_${x}`, `${!AMA_DATASET_*}`. */
function isComputed(next: string): boolean {
  return /[$*@a-z]/.test(next);
}

/** Mentions of no name in particular: `env | grep AMA_DATASET`, `AMA_DATASET_$x`. */
function computedIn(code: string, places: TextPlaces): Location[] {
  return [...code.matchAll(/AMA_DATASET(?:_([A-Z0-9_]*))?(?=([^A-Z0-9_]|$))/g)].flatMap(
    ({ 0: whole, 1: name = "", 2: next = "", index }) =>
      name === "" || isComputed(next) ? [places.at(index, index + whole.length)] : [],
  );
}

const evaluation = /(?<=^|[;&|(){}]|\b(?:then|do|else)\b)[^\S\n]*((?:eval|source|\.)(?=\s)[^\n;&|]*)/gm;
const program =
  /(?<=^|[;&|(){}!]|\b(?:then|do|else|exec|nohup|sudo|time)\b)[^\S\n]*((?:\.{0,2}\/[\w./-]*[\w-]|(?:[\w./-]*\/)?(?:ba|da|k|z)?sh|(?:[\w./-]*\/)?(?:python|Rscript|perl|ruby|node|make)[\d.]*)(?=\s|$)[^\n;&|]*)/gm;
/** Tools of the system by their whole path, which know nothing of us. */
const systemTool = /^\/(?:usr\/)?(?:local\/)?s?bin\/(?!(?:ba|da|k|z)?sh\b|python|Rscript|perl|ruby|node|make)/;

function otherCode(code: string, places: TextPlaces): { evaluated: Location[]; called: Location[] } {
  const at = ({ 0: whole, 1: command = "", index }: RegExpExecArray) =>
    places.at(index + whole.length - command.length, index + whole.trimEnd().length);
  return {
    evaluated: [...code.matchAll(evaluation)].map(at),
    called: [...code.matchAll(program)].filter(({ 1: command = "" }) => !systemTool.test(command)).map(at),
  };
}
