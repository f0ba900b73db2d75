import { HOLE } from "../constant.ts";
import type { Scope } from "../scope.ts";
import {
  chainEnds,
  contextReads,
  rddWrites,
  readerMethods,
  repeatedWrite,
  tableWrites,
  writerMethods,
} from "../spark-files.ts";
import { argument, type Call, type Step, stepsOf } from "./call.ts";
import { textOf } from "./constant-text.ts";
import type { Tree } from "./tree.ts";
import type { Walk } from "./walk-state.ts";

/** Notes the paths that a call reads or writes, and what it writes that a second time would be there twice. */
export function pathCall(call: Call, scope: Scope, walk: Walk): void {
  const { method } = call;
  if (rddWrites.has(method)) return written(call.args[0]?.value, scope, walk);
  if (contextReads.has(method) && endsIn(call.receiver, contexts)) return read(call.args[0]?.value, scope, walk);
  if (!chainEnds.has(method)) return undefined;
  const steps = stepsOf(call.receiver);
  if (steps.some((step) => step.name === "read" || step.name === "readStream")) {
    if (readerMethods.has(method)) for (const arg of call.args) read(arg.value, scope, walk);
  } else if (steps.some((step) => step.name === "write")) frameWrite(call, steps, scope, walk);
  else if (steps.some((step) => step.name === "writeTo" || step.name === "writeStream"))
    otherWrite(call, steps, scope, walk);
  return undefined;
}

const contexts = new Set(["sc", "sparkContext"]);

function endsIn(tree: Tree | undefined, names: ReadonlySet<string>): boolean {
  return names.has(stepsOf(tree).at(-1)?.name ?? "");
}

function read(tree: Tree | undefined, scope: Scope, walk: Walk): void {
  const use = pathUse(tree, scope, walk);
  if (!use) return;
  walk.findings.pathsRead.push(use);
  walk.facts.paths.push(use);
}

function written(tree: Tree | undefined, scope: Scope, walk: Walk): void {
  const use = pathUse(tree, scope, walk);
  if (use) walk.findings.pathsWritten.push(use);
}

function pathUse(tree: Tree | undefined, scope: Scope, walk: Walk) {
  const path = tree ? textOf(tree, scope) : HOLE;
  return tree && path !== "" && !path.includes(HOLE) ? { path, at: walk.place(tree) } : undefined;
}

function frameWrite(call: Call, steps: readonly Step[], scope: Scope, walk: Walk): void {
  const mode = modeOf(steps, scope);
  const format = stepArgument(steps, "format", scope)?.toLowerCase();
  if (tableWrites.has(call.method)) {
    if (mode !== "overwrite") walk.findings.writesOutside.push({ what: call.method, at: walk.place(call.tree) });
    return;
  }
  if (!writerMethods.has(call.method)) return;
  const what = repeatedWrite(call.method, format, mode);
  if (what !== undefined) walk.findings.writesOutside.push({ what, at: walk.place(call.tree) });
  const option = steps.find((step) => step.name === "option" && textOf(step.args[0]?.value, scope) === "path");
  written(argument(call, 0, "path") ?? option?.args[1]?.value, scope, walk);
}

function otherWrite(call: Call, steps: readonly Step[], scope: Scope, walk: Walk): void {
  const what = steps.some((step) => step.name === "writeStream") ? "a stream" : "an append";
  if (call.method === "append" || call.method === "start" || call.method === "toTable") {
    walk.findings.writesOutside.push({ what, at: walk.place(call.tree) });
    if (call.method === "start") written(call.args[0]?.value, scope, walk);
  }
}

/** The save mode, from `mode("append")`, `mode(SaveMode.Append)` or an imported `Append`. */
function modeOf(steps: readonly Step[], scope: Scope): string | undefined {
  const arg = steps.findLast((step) => step.name === "mode")?.args[0]?.value;
  if (!arg) return undefined;
  const text = textOf(arg, scope);
  return (text === HOLE ? (stepsOf(arg).at(-1)?.name ?? "") : text).toLowerCase();
}

function stepArgument(steps: readonly Step[], name: string, scope: Scope): string | undefined {
  const arg = steps.findLast((step) => step.name === name)?.args[0]?.value;
  const text = arg ? textOf(arg, scope) : HOLE;
  return text.includes(HOLE) ? undefined : text;
}
