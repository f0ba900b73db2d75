import { error, warning } from "../diagnostics/report.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { ActionId } from "../model/job.ts";
import { type Graph, upstreamOf } from "./graph.ts";
import { type ListedAction, parentsOf } from "./listed-actions.ts";
import type { ResolvedRead } from "./resolve-reads.ts";

/** What an error action reads should be there when its parent fails. */
export function checkErrorReads(
  listed: readonly ListedAction[],
  graph: Graph,
  reads: readonly ResolvedRead[],
): Diagnostic[] {
  const byId = new Map(listed.map((one) => [one.action.id, one]));
  return reads.flatMap((read) => {
    const reader = byId.get(read.reader);
    const step = reader?.role.is === "error" ? parentsOf(reader, byId).at(-1) : undefined;
    if (step === undefined || read.read.by === "sql") return [];
    return checkOne(read, step, graph);
  });
}

function checkOne({ reader, producer, name, read }: ResolvedRead, step: ActionId, graph: Graph): Diagnostic[] {
  if (upstreamOf(step, graph).has(producer)) return [];
  const extra = { at: read.at };
  const what = `${reader} reads "${producer}.${name}", but ${producer}`;
  if (upstreamOf(producer, graph).has(step)) {
    return [error("AMA1606", `${what} runs only after ${step}, so it is not there when ${step} fails.`, extra)];
  }
  const hint = `Let ${step} wait for it with \`after:\`.`;
  return [warning("AMA1606", `${what} need not have run when ${step} fails.`, { ...extra, hint })];
}
