import { formatLocation } from "../model/location.ts";
import type { Plan, PlannedAction, PlannedEdge, PlannedHost, PlannedPublication } from "../model/plan.ts";
import type { SettingValue } from "../model/setting.ts";
import { renderSources } from "./render-sources.ts";
import { renderTable } from "./render-table.ts";

/** The plan for people: what runs in which order and why, where each dataset goes, on which hosts. No colours. */
export function renderPlan(plan: Plan): string {
  const parts = [
    `${plan.job} · ${plan.environment}${paramsText(plan)}`,
    actionsText(plan),
    datasetsText(plan),
    renderSources(plan),
    notWrittenText(plan),
    hostsText(plan),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function paramsText(plan: Plan): string {
  const params = Object.entries(plan.params).map(
    ([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  return params.length === 0 ? "" : ` · ${params.join(" ")}`;
}

function actionsText(plan: Plan): string {
  const several = plan.hosts.length > 1;
  const head = ["action", "type", ...(several ? ["host"] : []), "executions", "after"];
  const rows = plan.actions.map((action) => [
    `${action.role.is === "error" ? "  " : ""}${action.id}`,
    action.type,
    ...(several ? [action.host] : []),
    executionsText(action),
    afterText(action),
  ]);
  return renderTable([head, ...rows]);
}

function executionsText({ execution, retry, timeoutMs }: PlannedAction): string {
  if (execution.is === "reuse") return `reused: ${execution.because}`;
  if (execution.is === "leave") return `left out: ${execution.because}`;
  const times = retry.times === 0 ? "once" : `at most ${retry.times + 1}`;
  const timeout = timeoutMs === undefined ? "" : `, each within ${durationText(timeoutMs)}`;
  return `${times}${timeout}${execution.because === undefined ? "" : `: ${execution.because}`}`;
}

function durationText(ms: number): string {
  if (ms % 3_600_000 === 0) return `${ms / 3_600_000} h`;
  if (ms % 60_000 === 0) return `${ms / 60_000} min`;
  return ms % 1000 === 0 ? `${ms / 1000} s` : `${ms} ms`;
}

function afterText(action: PlannedAction): string {
  switch (action.role.is) {
    case "error":
      return `${action.role.of} has failed${action.role.then === "continue" ? "; the flow then goes on" : ""}`;
    case "job-error":
      return "any action has failed";
    case "finally":
      return "all others, in any case";
    case "flow": {
      const waits = action.after.map((edge) => edgeText(edge, action)).join(", ");
      return action.mayReadAnything ? `${waits === "" ? "" : `${waits}; `}may read anything before it` : waits;
    }
  }
}

function edgeText({ action, because }: PlannedEdge, { reads }: PlannedAction): string {
  const names = reads.filter((read) => read.action === action).map((read) => read.name);
  if (names.length > 0) return `${action} (reads ${names.join(", ")})`;
  return because === "after" ? `${action} (after:)` : action;
}

function datasetsText(plan: Plan): string {
  const rows = plan.actions.flatMap((action) =>
    action.publishes.map((dataset) => [
      `${action.id}.${dataset.name}`,
      action.execution.is === "reuse" ? `file of run ${action.execution.run}` : meansText(dataset),
      dataset.why,
      placeText(dataset),
    ]),
  );
  return rows.length === 0
    ? "No dataset is handed over."
    : renderTable([["dataset", "how", "why", "defined at"], ...rows]);
}

function meansText({ as, format }: PlannedPublication): string {
  switch (as) {
    case "reference":
      return "by reference";
    case "cache":
      return "by reference, cached";
    case "checkpoint":
      return "checkpoint";
    case "file":
      return format === undefined ? "a file of its own" : `written as ${format}`;
  }
}

function placeText({ definedAt }: PlannedPublication): string {
  return definedAt ? formatLocation(definedAt).replace(/:\d+$/, "") : "";
}

function notWrittenText(plan: Plan): string {
  const names = plan.actions.flatMap(({ id, notWritten }) => notWritten.map((name) => `${id}.${name}`));
  if (names.length === 0) return "";
  const shown = names.slice(0, 20).join(", ");
  const more = names.length > 20 ? ` and ${names.length - 20} more` : "";
  return `Not written, compared to persisting everything: ${shown}${more}`;
}

function hostsText(plan: Plan): string {
  const used = new Set(plan.actions.filter(({ execution }) => execution.is === "run").map(({ host }) => host));
  return plan.hosts
    .filter(({ id }) => used.has(id))
    .map(hostText)
    .join("\n");
}

function hostText(host: PlannedHost): string {
  const where =
    host.kind === "spark" ? `host ${host.id}: Spark on ${host.master}` : `host ${host.id}: a process of its own`;
  const why = host.because === undefined ? "" : `, as ${host.because}`;
  const settings = Object.entries(host.settings).map(([key, value]) => `  ${key} = ${valueText(value)}`);
  return [where + why, ...settings].join("\n");
}

function valueText(value: SettingValue): string {
  if (typeof value === "object" && value !== null) return "$secret" in value ? "(secret)" : JSON.stringify(value);
  return String(value);
}
