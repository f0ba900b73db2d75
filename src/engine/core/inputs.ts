import type { ActionError, PublishedDataset } from "../../model/event.ts";
import type { ActionId } from "../../model/job.ts";
import type { PlannedAction } from "../../model/plan.ts";
import type { DatasetState } from "../../model/run-state.ts";
import { datasetMissingError, hostLostError, inputLostError } from "./errors.ts";
import { knownReads } from "./known-reads.ts";
import type { IndexedRead } from "./plan-index.ts";
import { lostLimit } from "./retry-policy.ts";
import { lastLoss, lostCount } from "./rules/decide-failures.ts";
import { attemptOf, livingHost, plannedAction, stateOf, type View } from "./view.ts";

/** A dataset as this attempt gets it: the object on its host, or the file. */
export interface ResolvedInput {
  readonly action: ActionId;
  readonly as: "reference" | "file";
  readonly dataset: PublishedDataset;
}

/** Whether an action could start now, as far as its datasets go. */
export type InputNeed =
  | { readonly is: "there"; readonly inputs: readonly ResolvedInput[] }
  /** These actions must run again first, or are running again already. */
  | { readonly is: "remake"; readonly producers: readonly ActionId[] }
  | { readonly is: "impossible"; readonly error: ActionError };

type OneInput =
  | { readonly is: "there"; readonly input: ResolvedInput }
  | { readonly is: "remake"; readonly producer: ActionId }
  | { readonly is: "impossible"; readonly error: ActionError };

/** What was lost is looked for through everything above it, so each action is judged once per view. */
const judged = new WeakMap<View, Map<ActionId, InputNeed>>();

export function inputsOf(view: View, reader: PlannedAction): InputNeed {
  const ofView = judged.get(view) ?? new Map<ActionId, InputNeed>();
  judged.set(view, ofView);
  const known = ofView.get(reader.id);
  if (known !== undefined) return known;
  const need = judge(view, reader);
  ofView.set(reader.id, need);
  return need;
}

function judge(view: View, reader: PlannedAction): InputNeed {
  const inputs: ResolvedInput[] = [];
  const producers = new Set<ActionId>();
  for (const read of knownReads(view, reader)) {
    const one = inputOf(view, reader, read);
    if (one.is === "there") inputs.push(one.input);
    else if (one.is === "remake") producers.add(one.producer);
    else if (!read.optional) return one;
  }
  return producers.size > 0 ? { is: "remake", producers: [...producers] } : { is: "there", inputs };
}

function inputOf(view: View, reader: PlannedAction, read: IndexedRead): OneInput {
  const held = view.state.datasets.get(read.key);
  const as = held === undefined ? undefined : waysTo(view, reader, read, held);
  if (held !== undefined && as !== undefined) {
    return { is: "there", input: { action: read.action, as, dataset: held.dataset } };
  }
  return remakeOf(view, reader, read);
}

function waysTo(
  view: View,
  reader: PlannedAction,
  read: IndexedRead,
  held: DatasetState,
): "reference" | "file" | undefined {
  const host = livingHost(view, reader.host);
  const isOnItsHost = held.on !== undefined && held.on === host?.id && host.life.is !== "ending";
  if (read.as === "reference" && isOnItsHost) return "reference";
  return held.dataset.path === undefined ? undefined : "file";
}

/** A dataset that is not there: whether its producer can make it again. */
function remakeOf(view: View, reader: PlannedAction, read: IndexedRead): OneInput {
  const producer = plannedAction(view, read.action);
  const missing = (why: string): OneInput => ({
    is: "impossible",
    error: datasetMissingError(reader.id, read, why),
  });
  const state = stateOf(view, producer.id);
  if (state.is !== "succeeded" && state.is !== "remaking") return missing("which was not made in this run");
  const made = madeBy(view, state.is === "succeeded" ? state.attempt : state.succeeded, read.name);
  if (made === undefined) return missing(`which ${read.action} did not publish`);
  if (made.path === undefined && (read.as === "file" || producer.host !== reader.host)) {
    return missing("which exists only on another host");
  }
  if (view.state.cancel.is !== "none") return missing("which was lost, and the run was cancelled");
  if (state.is === "remaking") return { is: "remake", producer: producer.id };
  const lapse = lapseOf(view, producer) ?? errorOf(inputsOf(view, producer));
  if (lapse === undefined) return { is: "remake", producer: producer.id };
  return { is: "impossible", error: inputLostError(reader.id, `${read.action}.${read.name}`, read.action, lapse) };
}

function errorOf(need: InputNeed): ActionError | undefined {
  return need.is === "impossible" ? need.error : undefined;
}

function madeBy(view: View, attempt: string, name: string): PublishedDataset | undefined {
  return attemptOf(view, attempt).published.find((dataset) => dataset.name === name);
}

/** Why an action that once succeeded is not run again: it failed when it was, or its hosts die under it. */
function lapseOf(view: View, producer: PlannedAction): ActionError | undefined {
  const lost = lostCount(view, producer);
  if (lost > lostLimit) return hostLostError(lost, lastLoss(view, producer));
  const last = view.state.actions.get(producer.id)?.attempts.at(-1);
  const life = last === undefined ? undefined : attemptOf(view, last).life;
  return life?.is === "failed" ? life.error : undefined;
}
