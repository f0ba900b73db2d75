import type { ActionId } from "../model/job.ts";
import type { Plan, PlannedAction } from "../model/plan.ts";

/** The plan as a Mermaid flowchart: datasets stand on the edges, dotted edges lead to error actions. */
export function renderMermaid(plan: Plan): string {
  const nodes = new Map(plan.actions.map((action, i) => [action.id, `a${i}`]));
  const lines = ["flowchart TD"];
  for (const action of plan.actions) lines.push(`  ${nodes.get(action.id)}${shape(action)}`);
  for (const action of plan.actions) lines.push(...edgesOf(action, nodes).map((edge) => `  ${edge}`));
  const left = plan.actions.filter(({ execution }) => execution.is !== "run").map(({ id }) => nodes.get(id));
  if (left.length > 0)
    lines.push("  classDef left stroke-dasharray: 4 4,opacity:0.6", `  class ${left.join(",")} left`);
  return `${lines.join("\n")}\n`;
}

function shape(action: PlannedAction): string {
  const text = `"${quoted(action.id)}<br/><small>${quoted(action.type)}</small>"`;
  return action.role.is === "flow" ? `[${text}]` : `([${text}])`;
}

function edgesOf(action: PlannedAction, nodes: ReadonlyMap<ActionId, string>): string[] {
  const to = nodes.get(action.id);
  if (action.role.is === "error") return [`${nodes.get(action.role.of)} -. failed .-> ${to}`];
  const label = (from: ActionId) =>
    action.reads
      .filter((read) => read.action === from)
      .map((read) => quoted(read.name))
      .join(", ");
  const edges = new Set([...action.after.map((edge) => edge.action), ...action.reads.map((read) => read.action)]);
  return [...edges].map((from) => `${nodes.get(from)} -->${label(from) === "" ? "" : `|"${label(from)}"|`} ${to}`);
}

/** Mermaid takes HTML's entities in texts. */
function quoted(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
