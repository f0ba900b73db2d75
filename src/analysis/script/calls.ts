import { HOLE } from "../constant.ts";
import { lookUp } from "../scope.ts";
import { noteLooseSql, noteSql, noteTable } from "../sql-findings.ts";
import { type Call, type Code, methodOf } from "./code.ts";
import { textOf } from "./constant-text.ts";
import { contextCall } from "./context-calls.ts";
import type { Effects } from "./dialect.ts";
import type { Walk } from "./walk-state.ts";

/** Notes what a call does. */
export function noteCall(call: Call, walk: Walk): void {
  if (contextCall(call, walk)) return;
  const { file, scope, facts } = walk;
  const { method, receiver } = methodOf(call);
  const isOwn = receiver === undefined && (file.functions.has(method) || lookUp(scope, method)?.is === "text");
  if (isOwn) return;
  const text = (code: Code | undefined) => textOf(code, scope, file.dialect);
  const effects = file.dialect.effectsOf({ call, method, receiver, inFunction: walk.inside !== undefined, text });
  notePaths(effects, walk);
  if (effects.sql) noteSession(effects.sql, call, walk);
  const at = () => file.place(call);
  if (effects.random === true) facts.random = true;
  if (effects.outside !== undefined) file.findings.writesOutside.push({ what: effects.outside, at: at() });
  if (effects.opens !== undefined) file.findings.open.push({ because: effects.opens, at: at() });
  if (effects.readsAnything === true) file.findings.computedReads.push(at());
}

function notePaths({ reads = [], writes = [] }: Effects, { file, scope, facts }: Walk): void {
  const usesOf = (codes: readonly (Code | undefined)[]) =>
    codes.flatMap((code) => {
      const path = code ? textOf(code, scope, file.dialect) : HOLE;
      return code && path !== "" && !path.includes(HOLE) ? [{ path, at: file.place(code) }] : [];
    });
  const read = usesOf(reads);
  file.findings.pathsRead.push(...read);
  facts.paths.push(...read);
  file.findings.pathsWritten.push(...usesOf(writes));
}

function noteSession({ code, table, sure }: NonNullable<Effects["sql"]>, call: Call, walk: Walk): void {
  const { file, scope, facts } = walk;
  const text = code ? textOf(code, scope, file.dialect) : HOLE;
  if (!code || text.replaceAll(/\$\{env\.[^}]*\}/g, HOLE) === HOLE) {
    if (sure) file.findings.computedReads.push(file.place(call));
    return;
  }
  file.understood.add(code);
  const place = { findings: file.findings, facts, at: file.place(code) };
  if (table) noteTable(text, place);
  else noteSql(text, place);
}

/** A text that looks like SQL may be handed to the session by some other way. */
export function looseText(code: Code, { file, scope, facts }: Walk): void {
  if (file.understood.has(code)) return;
  noteLooseSql(textOf(code, scope, file.dialect), { findings: file.findings, facts, at: file.place(code) });
}
