import { error, warning } from "../diagnostics/report.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { nearest } from "../model/nearest.ts";
import type { RunnerDescriptor } from "../model/runner-descriptor.ts";
import type { ListedAction } from "./listed-actions.ts";

/** Types that no runner executes. */
export function checkTypes(
  listed: readonly ListedAction[],
  descriptors: ReadonlyMap<string, RunnerDescriptor>,
): Diagnostic[] {
  return listed.flatMap(({ action: { id, type } }) => {
    if (descriptors.has(type.value)) return [];
    const meant = nearest(type.value, descriptors.keys());
    const hint =
      meant === undefined ? `Known types are ${[...descriptors.keys()].join(", ")}.` : `Did you mean "${meant}"?`;
    return [error("AMA1620", `No runner is known for ${id}, which is of type "${type.value}".`, { at: type.at, hint })];
  });
}

/** With one session for all, a setting of one action holds for those after it too. */
export function checkSharedSession(listed: readonly ListedAction[], session: "own" | "shared"): Diagnostic[] {
  if (session === "own") return [];
  return listed.flatMap(({ action }) => {
    const [key] = Object.keys(action.conf);
    if (key === undefined) return [];
    const message = `${action.id} sets ${key}, which then holds for the actions after it too, as they share one session.`;
    return [
      warning("AMA1621", message, { at: action.at, hint: "Leave out `session: shared`, or set it for the whole job." }),
    ];
  });
}
