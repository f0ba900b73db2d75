import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { SparkSessionKind } from "../../deps/jars-request.ts";
import type { JarRequirements, ResolvedJars } from "../../model/dependencies.ts";
import type { Folders } from "../../model/folders.ts";
import type { Result } from "../../model/result.ts";
import { programFolder } from "../../toolchain/program-folder.ts";
import type { AppHost } from "../app-host.ts";
import { digestOf } from "../../model/digest.ts";
import { dependencyRequest } from "./dependency-request.ts";
import { jarsProgress } from "../progress/jars-progress.ts";
import type { Prepared } from "../reading/prepare.ts";

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
  const { resolveJars } = await import("../../deps/resolve-jars.ts");
  const progress = jarsProgress(host);
  const jars = await resolveJars(
    {
      ...dependencyRequest(prepared.checkout, "jars.lock", folders, update),
      requirements,
      localJars: localJars(prepared, folders),
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
function localJars({ job, checkout }: Prepared, folders: Folders): string[] {
  const named = job.actions.flatMap(({ source }) => (source.kind === "jar" ? [source.path] : []));
  const lying = checkout.tree.list("deps").filter((path) => path.endsWith(".jar"));
  const ofActions = job.actions
    .flatMap(({ name }) => checkout.tree.list(`src/${name}`))
    .filter((path) => path.endsWith(".jar"));
  return [...new Set([...named, ...lying, ...ofActions])].flatMap((path) => {
    const bytes = checkout.tree.read(path);
    if (bytes === undefined) return [];
    const folder = join(folders.cache, "local-jars", digestOf(bytes));
    const file = join(folder, basename(path));
    if (!existsSync(file)) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, bytes);
    }
    return [file];
  });
}
