import { join } from "node:path";
import type { PythonProgress } from "../deps/python/python-request.ts";
import { mergeRequirements, type PythonUse, runtimeRequirements } from "../deps/python/runtime-requirements.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Folders } from "../model/folders.ts";
import type { Action, ActionId } from "../model/job.ts";
import type { PythonEnvironment, PythonRequirements } from "../model/python-packages.ts";
import { ok, type Result } from "../model/result.ts";
import type { PythonInstallation } from "../model/toolchain.ts";
import type { ToolchainPorts } from "../toolchain/ports.ts";
import { ensurePython } from "../toolchain/python/ensure-python.ts";
import type { AppHost } from "./app-host.ts";
import { digestOf } from "./digest.ts";
import { readDeclaredPython } from "./declared-python.ts";
import { lineIn } from "./line-in.ts";
import type { Prepared } from "./prepare.ts";
import { progressLine } from "./progress-line.ts";
import { setupProgress } from "./setup-progress.ts";
import { toolchainPorts } from "./toolchain-ports.ts";

/** What an action does with Python beside its own requirements; nothing for plain Python without datasets. */
export interface PythonNeed {
  readonly action: Pick<Action, "id" | "name">;
  readonly uses: Iterable<PythonUse>;
}

/** The Python of a job and its packages, on this machine's disk. */
export interface ProvidedPython {
  readonly python: PythonInstallation;
  /** The job's own requirements, without those of single actions. */
  readonly ofJob: PythonEnvironment;
  readonly ofActions: ReadonlyMap<ActionId, PythonEnvironment>;
  /** Of all of these packages. */
  readonly digest: string;
}

/**
 * Finds the Python that runs the actions and makes the environments that they need, saying what it does while it takes
 * time. Actions without requirements of their own share the job's environment, with what any of them uses.
 */
export async function providePython(
  needs: readonly PythonNeed[],
  prepared: Pick<Prepared, "checkout" | "environment">,
  folders: Folders,
  host: AppHost,
  update = false,
): Promise<Result<ProvidedPython>> {
  const shown = setupProgress(host);
  const ports = toolchainPorts(folders, shown.report, host);
  const { pythonHome, pythonVersion } = prepared.environment.base;
  const request = {
    ...(pythonHome === undefined ? {} : { home: pythonHome.value }),
    ...(pythonVersion === undefined ? {} : { version: pythonVersion.value }),
  };
  const python = await ensurePython(request, ports, async (jar) => {
    const { fetchPythonJar } = await import("../deps/python/fetch-python.ts");
    return fetchPythonJar(jar, folders.cache, { env: host.env });
  });
  if (!python.ok) return python;
  const made = await makeAll(needs, python.value, prepared, ports, host, update);
  shown.end();
  const diagnostics = [...python.diagnostics, ...made.diagnostics];
  if (!made.ok) return { ok: false, diagnostics };
  const { ofJob, ofActions } = made.value;
  const digest = digestOf([ofJob, ...ofActions.values()].map((one) => one.digest).join("\n"));
  return ok({ python: python.value, ...made.value, digest }, diagnostics);
}

/** Whether there is anything to provide; a job without Python needs none on the machine. */
export function asksForPython(needs: readonly PythonNeed[], { checkout }: Pick<Prepared, "checkout">): boolean {
  if (needs.length > 0) return true;
  const declared = readDeclaredPython("deps", checkout.tree);
  return !declared.ok || !isEmpty(declared.value);
}

async function makeAll(
  needs: readonly PythonNeed[],
  python: PythonInstallation,
  { checkout }: Pick<Prepared, "checkout">,
  ports: ToolchainPorts,
  host: AppHost,
  update: boolean,
): Promise<Result<Pick<ProvidedPython, "ofJob" | "ofActions">>> {
  const { tree } = checkout;
  const job = readDeclaredPython("deps", tree);
  const own = needs.map((need) => ({ ...need, declared: readDeclaredPython(`src/${need.action.name}`, tree) }));
  const read = [job, ...own.map(({ declared }) => declared)];
  const problems = read.flatMap(({ diagnostics }) => diagnostics);
  if (!job.ok || read.some((one) => !one.ok)) return { ok: false, diagnostics: problems };
  const sharing = own.filter(({ declared }) => declared.ok && isEmpty(declared.value));
  const uses = sharing.flatMap((need) => [...need.uses]);
  const remarks: Diagnostic[] = [...problems];
  const make = environmentMaker(python, checkout, ports, host, update);
  const ofJob = await make(mergeRequirements(job.value, runtimeRequirements(uses)));
  if (!ofJob.ok) return { ok: false, diagnostics: [...remarks, ...ofJob.diagnostics] };
  remarks.push(...ofJob.diagnostics);
  const ofActions = new Map<ActionId, PythonEnvironment>();
  for (const { action, declared, uses } of own) {
    const isOwn = declared.ok && !isEmpty(declared.value);
    const made = isOwn ? await make(mergeRequirements(job.value, declared.value, runtimeRequirements(uses))) : ofJob;
    if (!made.ok) return { ok: false, diagnostics: [...remarks, ...made.diagnostics] };
    if (isOwn) remarks.push(...made.diagnostics);
    ofActions.set(action.id, made.value);
  }
  return ok({ ofJob: ofJob.value, ofActions }, remarks);
}

function isEmpty({ requirements, wheels }: PythonRequirements): boolean {
  return requirements.length === 0 && wheels.length === 0;
}

function environmentMaker(
  python: PythonInstallation,
  checkout: Prepared["checkout"],
  ports: ToolchainPorts,
  host: AppHost,
  update: boolean,
): (requirements: PythonRequirements) => Promise<Result<PythonEnvironment>> {
  const { cache, readOnlyCaches } = ports.folders;
  return async (requirements) => {
    const { ensurePythonEnvironment } = await import("../deps/python/ensure-environment.ts");
    const line = progressLine(host);
    const made = await ensurePythonEnvironment(
      {
        python,
        requirements,
        cacheFolder: cache,
        readOnlyCaches,
        lock: { repoFile: join(checkout.baseDir, "deps/requirements.lock"), keepInRepo: checkout.isWorkingTree },
        update,
        lineOf: lineIn(checkout.tree),
      },
      {
        // All of these are for when something has changed.
        uv: async () => (await import("../toolchain/python/uv.ts")).ensureUv(ports),
        runProcess: async (...args) => (await import("../toolchain/run-process.ts")).runProcess(...args),
        exclusively: async (file, action) => (await import("../toolchain/lock.ts")).withLock(file, {}, action),
        onProgress: (progress) => line.stays(sentence(progress)),
      },
    );
    line.end();
    return made;
  };
}

function sentence(progress: PythonProgress): string {
  if (progress.is === "resolving") return `ama: resolving ${progress.requirements} Python requirements …`;
  return `ama: installing ${progress.packages} Python packages …`;
}
