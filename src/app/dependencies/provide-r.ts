import { join } from "node:path";
import type { RLibraryRequest, RProgress } from "../../deps/r/r-request.ts";
import { readPackages } from "../../deps/r/read-packages.ts";
import type { Folders } from "../../model/folders.ts";
import { isOffline } from "../../model/offline.ts";
import type { RLibrary, RRequirements } from "../../model/r-packages.ts";
import { ok, type Result } from "../../model/result.ts";
import type { SourceFiles } from "../../model/source-files.ts";
import type { RInstallation } from "../../model/toolchain.ts";
import { programFolder } from "../../toolchain/program-folder.ts";
import { compileWorker } from "../../toolchain/r/compile-worker.ts";
import { ensureR } from "../../toolchain/r/ensure-r.ts";
import type { AppHost } from "../app-host.ts";
import { dependencyRequest } from "./dependency-request.ts";
import type { Prepared } from "../reading/prepare.ts";
import { progressLine } from "../progress/progress-line.ts";
import { type ProvidedPackages, providePackages } from "./provide-packages.ts";
import type { RNeed } from "./r-needs.ts";
import { toolchainPorts } from "../toolchain-ports.ts";
import { count } from "../../reporters/amounts.ts";

/** The R of a job and its packages, on this machine's disk. */
export interface ProvidedR extends ProvidedPackages<RLibrary> {
  readonly r: RInstallation;
  /** The worker's own code as this R has compiled it, if that could be done. */
  readonly compiled: string | undefined;
}

/** Whether there is anything to provide; a job without R needs none on the machine. */
export function asksForR(needs: readonly RNeed[], { checkout }: Pick<Prepared, "checkout">): boolean {
  if (needs.length > 0) return true;
  const declared = readDeclaredR("deps", checkout.tree);
  return !declared.ok || declared.value.packages.length > 0;
}

/** Finds the R that runs the actions and makes the libraries that they need, saying what it does while it takes time. */
export async function provideR(
  needs: readonly RNeed[],
  { checkout }: Pick<Prepared, "checkout">,
  folders: Folders,
  host: AppHost,
  update = false,
): Promise<Result<ProvidedR>> {
  const ports = toolchainPorts(folders, () => undefined, host);
  const r = await ensureR(ports);
  if (!r.ok) return r;
  const compiled = needs.length === 0 ? undefined : await compileWorker(programFolder(), r.value, ports);
  const make = libraryMaker(r.value, checkout, folders, host, update);
  const made = await providePackages<RNeed, RRequirements, RLibrary>(needs, {
    read: (folder) => readDeclaredR(folder, checkout.tree),
    isEmpty: ({ packages }) => packages.length === 0,
    make: (declared, users) => make(merged(workersNeed(r.value, users), ...declared)),
  });
  return made.ok ? ok({ r: r.value, compiled, ...made.value }, made.diagnostics) : made;
}

/** The R packages that a folder of the repo asks for: `deps` for the job, `src/<action>` for one action. */
export function readDeclaredR(folder: string, files: SourceFiles): Result<RRequirements> {
  const file = `${folder}/packages.R`;
  const bytes = files.kind(file) === "file" ? files.read(file) : undefined;
  if (bytes === undefined) return ok({ packages: [], repositories: [] });
  return readPackages(file, new TextDecoder().decode(bytes));
}

/** What the workers themselves need, where R's own libraries do not have it. */
function workersNeed({ has }: RInstallation, needs: readonly RNeed[]): RRequirements {
  const needed = new Set(needs.flatMap(({ packages }) => packages));
  const lacking = [...needed].filter((name) => !has.includes(name));
  return { packages: lacking.map((name) => ({ name })), repositories: [] };
}

/** What a later one says of a package counts. */
function merged(...all: readonly RRequirements[]): RRequirements {
  const packages = new Map(all.flatMap((one) => one.packages.map((wanted) => [wanted.name, wanted] as const)));
  return { packages: [...packages.values()], repositories: all.toReversed().flatMap((one) => one.repositories) };
}

function libraryMaker(
  r: RInstallation,
  checkout: Prepared["checkout"],
  folders: Folders,
  host: AppHost,
  update: boolean,
): (requirements: RRequirements) => Promise<Result<RLibrary>> {
  return async (requirements) => {
    const { ensureRLibrary } = await import("../../deps/r/ensure-library.ts");
    const line = progressLine(host);
    const request: RLibraryRequest = {
      ...dependencyRequest(checkout, "packages.lock", folders, update),
      r,
      requirements,
    };
    const made = await ensureRLibrary(request, {
      program: join(programFolder(), "runtimes/resolver/packages.R"),
      env: host.env,
      offline: isOffline(host.env),
      // These are for when something has changed.
      runProcess: async (...args) => (await import("../../toolchain/run-process.ts")).runProcess(...args),
      exclusively: async (file, action) => (await import("../../toolchain/lock.ts")).withLock(file, {}, action),
      onProgress: (progress) => line.stays(sentence(progress)),
    });
    line.end();
    return made;
  };
}

function sentence({ is, packages }: RProgress): string {
  return `ama: ${is} ${count(packages, "R package")} …`;
}
