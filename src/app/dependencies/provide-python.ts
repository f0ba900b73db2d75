import type { PythonProgress } from "../../deps/python/python-request.ts";
import { mergeRequirements, type PythonUse, runtimeRequirements } from "../../deps/python/runtime-requirements.ts";
import type { Folders } from "../../model/folders.ts";
import type { Action } from "../../model/job.ts";
import type { PythonEnvironment, PythonRequirements } from "../../model/python-packages.ts";
import { ok, type Result } from "../../model/result.ts";
import type { PythonInstallation } from "../../model/toolchain.ts";
import type { ToolchainPorts } from "../../toolchain/ports.ts";
import { ensurePython } from "../../toolchain/python/ensure-python.ts";
import type { AppHost } from "../app-host.ts";
import { readDeclaredPython } from "./declared-python.ts";
import { dependencyRequest } from "./dependency-request.ts";
import type { Prepared } from "../reading/prepare.ts";
import { progressLine } from "../progress/progress-line.ts";
import { type ProvidedPackages, providePackages } from "./provide-packages.ts";
import { setupProgress } from "../progress/setup-progress.ts";
import { toolchainPorts } from "../toolchain-ports.ts";
import { count } from "../../reporters/amounts.ts";

/** What an action does with Python beside its own requirements; nothing for plain Python without datasets. */
export interface PythonNeed {
  readonly action: Pick<Action, "id" | "name">;
  readonly uses: Iterable<PythonUse>;
}

/** The Python of a job and its packages, on this machine's disk. */
export interface ProvidedPython extends ProvidedPackages<PythonEnvironment> {
  readonly python: PythonInstallation;
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
    const { fetchPythonJar } = await import("../../deps/python/fetch-python.ts");
    return fetchPythonJar(jar, folders.cache, { env: host.env });
  });
  if (!python.ok) {
    shown.end();
    return python;
  }
  const make = environmentMaker(python.value, prepared.checkout, ports, host, update);
  const made = await providePackages<PythonNeed, PythonRequirements, PythonEnvironment>(needs, {
    read: (folder) => readDeclaredPython(folder, prepared.checkout.tree),
    isEmpty,
    make: (declared, users) =>
      make(mergeRequirements(...declared, runtimeRequirements(users.flatMap(({ uses }) => [...uses])))),
  });
  shown.end();
  const diagnostics = [...python.diagnostics, ...made.diagnostics];
  return made.ok ? ok({ python: python.value, ...made.value }, diagnostics) : { ok: false, diagnostics };
}

/** Whether there is anything to provide; a job without Python needs none on the machine. */
export function asksForPython(needs: readonly PythonNeed[], { checkout }: Pick<Prepared, "checkout">): boolean {
  if (needs.length > 0) return true;
  const declared = readDeclaredPython("deps", checkout.tree);
  return !declared.ok || !isEmpty(declared.value);
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
  return async (requirements) => {
    const { ensurePythonEnvironment } = await import("../../deps/python/ensure-environment.ts");
    const line = progressLine(host);
    const made = await ensurePythonEnvironment(
      {
        ...dependencyRequest(checkout, "requirements.lock", ports.folders, update),
        python,
        requirements,
      },
      {
        // All of these are for when something has changed.
        uv: async () => (await import("../../toolchain/python/uv.ts")).ensureUv(ports),
        runProcess: async (...args) => (await import("../../toolchain/run-process.ts")).runProcess(...args),
        exclusively: async (file, action) => (await import("../../toolchain/lock.ts")).withLock(file, {}, action),
        onProgress: (progress) => line.stays(sentence(progress)),
      },
    );
    line.end();
    return made;
  };
}

function sentence(progress: PythonProgress): string {
  if (progress.is === "resolving") return `ama: resolving ${count(progress.requirements, "Python requirement")} …`;
  return `ama: installing ${count(progress.packages, "Python package")} …`;
}
