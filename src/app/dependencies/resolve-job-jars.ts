import { join } from "node:path";
import type { SparkSessionKind } from "../../deps/jars-request.ts";
import { placeFile } from "../../deps/place-file.ts";
import { isOfTheDisk, reasonOf } from "../../deps/system-errors.ts";
import { error } from "../../diagnostics/report.ts";
import type { JarRequirements, ResolvedJars } from "../../model/dependencies.ts";
import type { Folders } from "../../model/folders.ts";
import { failed, ok, type Result } from "../../model/result.ts";
import { programFolder } from "../../toolchain/program-folder.ts";
import type { AppHost } from "../app-host.ts";
import { jarsProgress } from "../progress/jars-progress.ts";
import type { Prepared } from "../reading/prepare.ts";
import { dependencyRequest } from "./dependency-request.ts";

/** The jars of a job: what it declares, resolved or as locked, and what lies in its folders. `java` is a launcher. */
export async function resolveJobJars(
  requirements: JarRequirements,
  prepared: Prepared,
  session: SparkSessionKind,
  java: string,
  folders: Folders,
  host: AppHost,
  update = false,
): Promise<Result<ResolvedJars>> {
  const local = await localJars(prepared, folders);
  if (!local.ok) return local;
  const { resolveJars } = await import("../../deps/resolve-jars.ts");
  const progress = jarsProgress(host);
  const jars = await resolveJars(
    {
      ...dependencyRequest(prepared.checkout, "jars.lock", folders, update),
      requirements,
      localJars: local.value,
      session,
    },
    {
      env: host.env,
      java,
      resolverProgram: join(programFolder(), "runtimes/resolver/Resolver.java"),
      onProgress: progress.report,
    },
  );
  progress.end();
  return jars;
}

/** The jars that lie in the repo itself, as files with their own names; executors know a jar by its name. */
async function localJars({ job, checkout }: Prepared, { cache }: Folders): Promise<Result<readonly string[]>> {
  const named = job.actions.flatMap(({ source }) => (source.kind === "jar" ? [source.path] : []));
  const lying = ["deps", ...job.actions.map(({ name }) => `src/${name}`)]
    .flatMap((folder) => checkout.tree.list(folder))
    .filter((path) => path.endsWith(".jar"));
  const placed: string[] = [];
  try {
    for (const path of new Set([...named, ...lying])) {
      const bytes = checkout.tree.read(path);
      if (bytes !== undefined) placed.push(await placeFile(join(cache, "local-jars"), path, bytes));
    }
  } catch (problem) {
    if (!isOfTheDisk(problem)) throw problem;
    return failed(notPlaced(cache, reasonOf(problem)));
  }
  return ok(placed);
}

function notPlaced(cache: string, why: string) {
  return error("AMA1526", `The jars of the repo cannot be written into ${cache}: ${why}.`, {
    hint: "Make room, or let AMA_CACHE name a folder that you may write.",
  });
}
