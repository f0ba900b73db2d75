import { analyseScala } from "../analysis/scala.ts";
import { analyseShell } from "../analysis/shell.ts";
import { analyseSql } from "../analysis/sql.ts";
import { unknownAnalysis } from "../analysis/unknown-analysis.ts";
import type { Analysis } from "../model/analysis.ts";
import type { ActionEnvironment, Environment } from "../model/environment.ts";
import { type Action, type ActionId, defaultRetry, type Job } from "../model/job.ts";
import { formatLocation } from "../model/location.ts";
import type { Plan } from "../model/plan.ts";
import type { Result } from "../model/result.ts";
import type { RunnerDescriptor } from "../model/runner-descriptor.ts";
import type { Settings, SettingValue } from "../model/setting.ts";
import { listActions } from "./listed-actions.ts";
import type { PlanInput, PlanOptions, Selection } from "./plan-input.ts";
import { planRun } from "./plan-run.ts";

/** One action of a job made up for a test. */
export interface FixtureAction {
  /** Scala where no language is named; without it, a jar. */
  readonly source?: string;
  readonly language?: "sql" | "shell";
  readonly type?: string;
  readonly after?: readonly string[];
  readonly publishes?: Action["publishes"];
  readonly conf?: Readonly<Record<string, string>>;
  readonly envVars?: Readonly<Record<string, string>>;
  readonly master?: string;
  readonly error?: FixtureAction & { readonly name: string };
}

export interface Fixture {
  readonly actions: Readonly<Record<string, FixtureAction>>;
  readonly error?: FixtureAction;
  readonly finally?: FixtureAction;
  readonly publish?: Job["publish"];
  readonly session?: Job["session"];
  readonly generation?: Job["generation"];
  readonly environment?: Partial<ActionEnvironment>;
  readonly spark?: Readonly<Record<string, SettingValue>>;
  readonly master?: string;
  readonly selection?: Selection;
  readonly options?: Partial<PlanOptions>;
}

const fixtureDescriptors: readonly RunnerDescriptor[] = [
  descriptor("spark-scala", "spark", ["reference", "file"]),
  descriptor("spark-jar", "spark", ["reference", "file"]),
  descriptor("spark-sql", "spark", ["reference", "file"]),
  descriptor("python", "process", ["file"]),
  descriptor("shell", "process", ["file"]),
  { ...descriptor("ruby", "process", ["file"]), formats: ["csv", "json"] },
];

function descriptor(type: string, host: RunnerDescriptor["host"], takes: RunnerDescriptor["takes"]): RunnerDescriptor {
  const [group = type] = type.split("-");
  const runs = type === "spark-jar" ? "class" : "source";
  return { type, aliases: [], group, groupTypes: [], host, takes, runs, extensions: [] };
}

/** Plans a made-up job. */
export function planFixture(fixture: Fixture): Result<Plan> {
  return planRun(fixtureInput(fixture));
}

/** The plan of a job that can be planned. */
export function planned(fixture: Fixture): Plan {
  const result = planFixture(fixture);
  if (result.ok) return result.value;
  throw new Error(told(fixture).join("\n"));
}

/** What is told of a job: `error AMA1603 src/step2.scala:1:25 message (hint)`. */
export function told(fixture: Fixture): string[] {
  return planFixture(fixture).diagnostics.map(({ severity, code, at, message, hint }) => {
    const place = at ? ` ${formatLocation(at)}` : "";
    return `${severity} ${code}${place} ${message}${hint === undefined ? "" : ` (${hint})`}`;
  });
}

export function fixtureInput(fixture: Fixture): PlanInput {
  const job = jobOf(fixture);
  const sources = new Map(listActions(job).map(({ action }) => [action.id, sourceOf(action.id, fixture)]));
  return {
    job,
    environment: environmentOf(fixture, job),
    analyses: new Map(
      [...sources].map(([id, source]) => [id, analysisOf(id, source, fixtureOf(id, fixture)?.language)]),
    ),
    sources: new Map([...sources].flatMap(([id, source]) => (source === undefined ? [] : [[id, source]]))),
    locks: {},
    descriptors: fixtureDescriptors,
    selection: fixture.selection ?? { is: "all" },
    options: { failFast: false, keep: false, baseDirectory: "/repo", cores: 4, ...fixture.options },
  };
}

function analysisOf(id: ActionId, source: string | undefined, language: FixtureAction["language"]): Analysis {
  if (source !== undefined && language === "sql") return analyseSql(`src/${id}.sql`, source);
  if (source !== undefined && language === "shell") return analyseShell(`src/${id}.sh`, source);
  if (source !== undefined) return analyseScala(`src/${id}.scala`, source);
  return unknownAnalysis("it is compiled code", { file: "maki.yml", line: 1, column: 1 });
}

const at = { file: "maki.yml", line: 1, column: 1 };

function jobOf(fixture: Fixture): Job {
  const { error, finally: last } = fixture;
  return {
    name: "job",
    file: "maki.yml",
    at,
    generation: fixture.generation ?? "current",
    params: [],
    actions: Object.entries(fixture.actions).map(([name, action]) => actionOf(name, name, action)),
    ...(error ? { error: actionOf("error", "error", error) } : {}),
    ...(last ? { finally: actionOf("finally", "finally", last) } : {}),
    publish: fixture.publish ?? "used",
    session: fixture.session ?? "own",
    runners: [],
  };
}

function actionOf(name: string, id: ActionId, fixture: FixtureAction): Action {
  const { source, after, error } = fixture;
  const located = (value: string) => ({ value, at });
  return {
    name,
    id,
    at,
    type: located(fixture.type ?? typeOf(fixture)),
    source:
      source === undefined
        ? { kind: "jar", path: `deps/${name}.jar`, mainClass: "Main", at }
        : { kind: "file", path: `src/${name}.scala`, at },
    ...(after ? { after: after.map(located) } : {}),
    args: [],
    envVars: {},
    conf: Object.fromEntries(
      Object.entries(fixture.conf ?? {}).map(([key, value]) => [key, { value, origin: { at } }]),
    ),
    retry: defaultRetry,
    publishes: fixture.publishes ?? [],
    ...(error ? { error: actionOf(error.name, `${id}/${error.name}`, error) } : {}),
    // oxlint-disable-next-line unicorn/no-thenable -- a word of maki.yml; an action is never awaited
    then: "fail",
  };
}

function typeOf({ source, language }: FixtureAction): string {
  if (language) return language === "sql" ? "spark-sql" : "shell";
  return source === undefined ? "spark-jar" : "spark-scala";
}

function fixtureOf(id: ActionId, fixture: Fixture): FixtureAction | undefined {
  if (id === "error") return fixture.error;
  if (id === "finally") return fixture.finally;
  const [name = "", ...rest] = id.split("/");
  return rest.reduce<FixtureAction | undefined>((action) => action?.error, fixture.actions[name]);
}

function sourceOf(id: ActionId, fixture: Fixture): string | undefined {
  return fixtureOf(id, fixture)?.source;
}

function environmentOf(fixture: Fixture, job: Job): Environment {
  const ids = listActions(job).map(({ action }) => action.id);
  const base = actionEnvironment(fixture, fixture.master ?? "local[2]");
  const special = ids.flatMap((id) => {
    const master = fixtureOf(id, fixture)?.master;
    return master === undefined ? [] : [[id, actionEnvironment(fixture, master)] as const];
  });
  const texts = ids.map((id) => {
    const of = fixtureOf(id, fixture);
    return [id, { args: [], envVars: settings(of?.envVars ?? {}), conf: settings(of?.conf ?? {}) }] as const;
  });
  return {
    name: "test",
    base,
    actions: Object.fromEntries(special),
    texts: Object.fromEntries(texts),
    params: {},
    files: [],
  };
}

function settings(values: Readonly<Record<string, SettingValue>>): Settings {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value, origin: { at } }]));
}

function actionEnvironment(fixture: Fixture, master: string): ActionEnvironment {
  const setting = <T extends SettingValue>(value: T) => ({ value, origin: { at } });
  return {
    name: setting("test"),
    master: setting(master),
    inputRootPath: setting("data/in"),
    outputRootPath: setting("data/out"),
    workingDir: setting("work"),
    configuration: {},
    spark: settings(fixture.spark ?? {}),
    envVars: {},
    sources: [],
    connections: {},
    sites: [],
    ...fixture.environment,
  };
}
