import { hasErrors } from "../model/diagnostic.ts";
import type { ActionId } from "../model/job.ts";
import type { Plan } from "../model/plan.ts";
import { failed, type Result, unlessErrors } from "../model/result.ts";
import { settingsOf } from "./action-settings.ts";
import { checkConnections, checkServerReads } from "./check-connections.ts";
import { checkErrorReads } from "./check-error-reads.ts";
import { checkMasters } from "./check-masters.ts";
import { checkOverwrites } from "./check-paths.ts";
import { checkDeclared, checkHandOver } from "./check-publications.ts";
import { checkReferences } from "./check-references.ts";
import { checkHiddenTables, checkSources } from "./check-sources.ts";
import { checkSharedSession, checkTypes } from "./check-types.ts";
import { fingerprintsOf } from "./fingerprints.ts";
import { buildGraph } from "./graph.ts";
import { placeOnHosts } from "./hosts.ts";
import { listActions } from "./listed-actions.ts";
import { parameterValues } from "./parameter-values.ts";
import type { PlanInput } from "./plan-input.ts";
import { planActions } from "./planned-actions.ts";
import { publishAll } from "./publish-all.ts";
import { resolveReads } from "./resolve-reads.ts";
import { noteRetiredSchemes } from "./retired-schemes.ts";
import { selectActions } from "./select-actions.ts";
import { settledAnalyses } from "./settled-analyses.ts";

/** Decides in full what a run will do. Pure: nothing is read, started or written for it. */
export function planRun(given: PlanInput): Result<Plan> {
  const { job, environment, selection, options } = given;
  const listed = listActions(job);
  const descriptors = new Map(given.descriptors.map((descriptor) => [descriptor.type, descriptor]));
  const settings = settingsOf(listed, given);
  const settled = settledAnalyses(listed, settings, given);
  const { analyses } = settled;
  const input = { ...given, analyses };

  const resolved = resolveReads(listed, job, analyses);
  const graph = buildGraph(job, resolved.reads);
  const early = [
    ...[...analyses.values()].flatMap((analysis) => analysis.diagnostics),
    ...checkTypes(listed, descriptors),
    ...checkConnections(listed, settings, descriptors),
    ...checkServerReads(graph.reads, listed, descriptors),
    ...checkMasters(listed, settings, descriptors),
    ...settled.diagnostics,
    ...resolved.diagnostics,
    ...graph.diagnostics,
    ...checkErrorReads(listed, graph, graph.reads),
    ...checkDeclared(listed, job, analyses),
    ...checkSources(analyses, settings),
    ...checkReferences(analyses, settings, [
      ...new Set([...job.params.map(({ name }) => name), ...Object.keys(environment.params)]),
    ]),
    ...checkSharedSession(listed, job.session),
    ...checkHiddenTables(graph.reads, settings),
    ...noteRetiredSchemes(settings.values()),
  ];
  if (hasErrors(early)) return failed(...early);

  const placement = placeOnHosts(listed, settings, descriptors);
  const fingerprints = fingerprintsOf(listed, graph, settings, input);
  const takesNone = new Set(
    listed.flatMap(({ action: { id, type } }) => (descriptors.get(type.value)?.takes.length === 0 ? [id] : [])),
  );
  const mayReadAnything = (id: ActionId) => !takesNone.has(id) && (analyses.get(id)?.computedReads.length ?? 1) > 0;
  const selected = selectActions(listed, job, graph, selection, fingerprints, mayReadAnything);
  const byId = new Map(listed.map((one) => [one.action.id, one]));
  const stages = {
    input,
    listed,
    byId,
    descriptors,
    settings,
    graph,
    placement,
    fingerprints,
    selected,
    mayReadAnything,
  };
  const published = publishAll(stages);
  const actions = planActions(stages, published);
  const diagnostics = [
    ...early,
    ...selected.diagnostics,
    ...published.diagnostics,
    ...checkHandOver(actions, settings),
    ...checkOverwrites({ graph, analyses, settings, publications: published.publications }),
  ];
  const plan: Plan = {
    schema: 1,
    job: job.name,
    environment: environment.name,
    params: parameterValues(environment.params),
    actions,
    hosts: placement.hosts,
    diagnostics,
    failFast: options.failFast,
  };
  return unlessErrors(plan, diagnostics);
}
