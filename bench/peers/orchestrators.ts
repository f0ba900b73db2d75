import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Command, measure } from "../measure.ts";
import { venv } from "./venv.ts";

/** What a chain of twenty actions that do nothing is made of. */
export type Kind = "shell" | "python";

/** Another program that runs chains, each in its quickest way to do so from the command line, without servers that run already. */
export interface Orchestrator {
  readonly name: string;
  /** Slow ones are measured less often. */
  readonly isQuick: boolean;
  /** The milliseconds of one run; nothing where it has no such actions. */
  readonly run: Readonly<Partial<Record<Kind, () => Promise<number>>>>;
}

interface Recipe {
  readonly name: string;
  readonly peer: string;
  readonly isQuick?: boolean;
  /** The program in its environment, and its arguments for a kind of chain. */
  readonly command: (kind: Kind) => readonly [program: string, ...args: string[]];
  readonly kinds?: readonly Kind[];
  readonly env?: (folder: string) => Readonly<Record<string, string>>;
  /** What has to be run once before the first chain. */
  readonly prepare?: readonly (readonly [program: string, ...args: string[]])[];
  /** What a run leaves and would find again. */
  readonly leaves?: string;
}

const recipes: readonly Recipe[] = [
  {
    name: "Luigi",
    peer: "luigi",
    isQuick: true,
    command: (kind) => ["luigi", "--module", "flow", "Link", "--index", "19", "--kind", kind, "--local-scheduler"],
    env: (folder) => ({ PYTHONPATH: folder }),
    leaves: "out",
  },
  {
    name: "Kedro",
    peer: "kedro",
    command: (kind) => ["kedro", "run", "--pipeline", kind],
    env: () => ({ DO_NOT_TRACK: "1" }),
  },
  {
    name: "Snakemake",
    peer: "snakemake",
    command: () => ["snakemake", "--cores", "1", "--quiet", "all"],
    // Its Python rules start Snakemake anew for each, which takes a minute and a half.
    kinds: ["shell"],
    leaves: "out",
  },
  {
    name: "Dagster, in one process",
    peer: "dagster",
    command: (kind) => ["dagster", "job", "execute", "-f", "jobs.py", "-a", kind],
    env: (folder) => ({ DAGSTER_HOME: folder, DAGSTER_DISABLE_TELEMETRY: "1" }),
  },
  {
    name: "Prefect",
    peer: "prefect",
    command: (kind) => ["python", "flow.py", kind, "20"],
    env: (folder) => ({
      PREFECT_HOME: folder,
      DO_NOT_TRACK: "1",
      PREFECT_SERVER_ANALYTICS_ENABLED: "false",
      PREFECT_SERVER_MEMO_STORE_PATH: join(folder, "memo.toml"),
      PREFECT_LOGGING_LEVEL: "WARNING",
      PREFECT_SERVER_ALLOW_EPHEMERAL_MODE: "true",
      PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS: "180",
    }),
    // Its database is made.
    prepare: [["python", "flow.py", "shell", "0"]],
  },
  {
    name: "Airflow, `dags test`",
    peer: "airflow",
    command: (kind) => ["airflow", "dags", "test", kind],
    env: (folder) => ({
      AIRFLOW_HOME: folder,
      AIRFLOW__CORE__DAGS_FOLDER: join(folder, "dags"),
      AIRFLOW__CORE__LOAD_EXAMPLES: "False",
      AIRFLOW__LOGGING__LOGGING_LEVEL: "WARNING",
      AIRFLOW__USAGE_DATA_COLLECTION__ENABLED: "False",
    }),
    prepare: [
      ["airflow", "db", "migrate"],
      ["airflow", "dags", "reserialize"],
    ],
  },
];

/** Those that can be had on this machine; the others are told of. `folder` is for their work. */
export async function orchestrators(root: string, folder: string): Promise<readonly Orchestrator[]> {
  const found: Orchestrator[] = [];
  for (const recipe of recipes) {
    try {
      found.push(await ready(recipe, root, join(folder, recipe.peer)));
    } catch (problem) {
      const why = problem instanceof Error ? problem.message : String(problem);
      console.log(`${recipe.name} could not be set up, and is missing below: ${why.slice(0, 500)}\n`);
    }
  }
  return found;
}

async function ready(recipe: Recipe, root: string, folder: string): Promise<Orchestrator> {
  const bin = venv(root, recipe.peer);
  cpSync(join(root, "bench/peers", recipe.peer), folder, { recursive: true });
  const env = { ...recipe.env?.(folder), PATH: `${bin}:${process.env["PATH"]}` };
  const commandOf = ([program, ...args]: readonly [string, ...string[]]): Command => ({
    command: join(bin, program),
    args,
    cwd: folder,
    env,
  });
  for (const step of recipe.prepare ?? []) await measure(commandOf(step));
  const run = async (kind: Kind): Promise<number> => {
    if (recipe.leaves !== undefined) rmSync(join(folder, recipe.leaves), { recursive: true, force: true });
    return (await measure(commandOf(recipe.command(kind)))).ms;
  };
  const kinds = recipe.kinds ?? ["shell", "python"];
  for (const kind of kinds) await run(kind);
  return {
    name: recipe.name,
    isQuick: recipe.isQuick === true,
    run: Object.fromEntries(kinds.map((kind) => [kind, () => run(kind)])),
  };
}
