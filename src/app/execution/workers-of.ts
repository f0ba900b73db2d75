import { join } from "node:path";
import { pluginWorker } from "../../frameworks/plugin-worker.ts";
import { pythonWorker } from "../../frameworks/python/worker.ts";
import { rWorker } from "../../frameworks/r/worker.ts";
import type { PlannedAction } from "../../model/plan.ts";
import type { RunnerPlugin } from "../../model/runner-plugin.ts";
import type { Worker } from "../../protocol/messages/attempt.ts";
import { programFolder } from "../../toolchain/program-folder.ts";
import type { AppHost } from "../app-host.ts";
import type { Provided } from "../dependencies/provide-dependencies.ts";

/** What is around a run. */
interface Around {
  readonly env: AppHost["env"];
  readonly cache: string;
  /** Makes a folder for temporary files. */
  readonly temporary: (name: string) => string;
}

type WorkerOf = (action: PlannedAction, provided: Provided, around: Around) => Worker | undefined;

/** By type, how the worker of an action is started. */
const workers: Readonly<Record<string, WorkerOf>> = {
  python: pythonOf,
  duckdb: pythonOf,
  hive: pythonOf,
  drill: pythonOf,
  "spark-python": pythonOf,
  r: rOf,
  "spark-r": rOf,
};

/** The programs that run actions in processes of their own. */
export function workersOf(
  provided: Provided,
  plugins: readonly RunnerPlugin[],
  around: Around,
): (action: PlannedAction) => Worker | undefined {
  return (action) => {
    const plugin = plugins.find(({ manifest }) => manifest.types.some(({ type }) => type === action.type));
    return plugin === undefined ? workers[action.type]?.(action, provided, around) : pluginWorker(plugin);
  };
}

function pythonOf(action: PlannedAction, provided: Provided, { env, cache }: Around): Worker | undefined {
  const executable = pythonFor(action, provided);
  if (executable === undefined) return undefined;
  return pythonWorker({
    executable,
    program: programFolder(),
    ...sparkOf(action, provided),
    bytecode: join(cache, "python/bytecode"),
    pythonPath: env["PYTHONPATH"],
  });
}

function rOf(action: PlannedAction, provided: Provided, { env, temporary }: Around): Worker | undefined {
  const { r } = provided;
  if (r === undefined) return undefined;
  const { folder } = r.ofActions.get(action.id) ?? r.ofJob;
  const python = pythonFor(action, provided);
  return rWorker({
    rscript: r.r.executable,
    compiled: r.compiled,
    program: programFolder(),
    libraries: [...(folder === undefined ? [] : [folder]), ...(env["R_LIBS"] ? [env["R_LIBS"]] : [])],
    ...(python === undefined ? {} : { python }),
    temporary: temporary("r"),
    ...sparkOf(action, provided),
  });
}

/** The interpreter with the packages that the action needs. */
function pythonFor({ id }: PlannedAction, { python }: Provided): string | undefined {
  return (python?.ofActions.get(id) ?? python?.ofJob)?.executable;
}

function sparkOf({ type }: PlannedAction, { spark }: Provided): { readonly sparkHome?: string } {
  return spark === undefined || !type.startsWith("spark-") ? {} : { sparkHome: spark.hostToolchain.sparkHome };
}
