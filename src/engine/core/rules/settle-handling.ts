import { type Command, hasSucceeded, isSettled, plannedAction, stateOf, type View } from "../view.ts";

/** When an error action has ended, its parent is handled, or failed after all. */
export function settleHandling(view: View): readonly Command[] {
  return view.actionsIn("handling").flatMap((action): Command[] => {
    const state = stateOf(view, action.id);
    if (state.is !== "handling") return [];
    const outcome = stateOf(view, state.by);
    if (!isSettled(outcome)) return [];
    const { role } = plannedAction(view, state.by);
    const continues = hasSucceeded(outcome) && role.is === "error" && role.then === "continue";
    return [{ type: "action.handled", action: action.id, by: state.by, flow: continues ? "continues" : "stops" }];
  });
}
