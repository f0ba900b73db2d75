import { join } from "node:path";
import type { ResolvedJars } from "../../model/dependencies.ts";
import { hasErrors } from "../../model/diagnostic.ts";
import type { Folders } from "../../model/folders.ts";
import { ok, type Result } from "../../model/result.ts";
import type { Toolchain } from "../../model/toolchain.ts";
import { ensureToolchain } from "../../toolchain/ensure-toolchain.ts";
import type { AppHost } from "../app-host.ts";
import { checkDeclaredJars } from "./check-declared-jars.ts";
import { readDeclaredJars } from "./declared-jars.ts";
import type { Prepared } from "../reading/prepare.ts";
import { resolveJobJars } from "./resolve-job-jars.ts";
import { setupProgress } from "../progress/setup-progress.ts";
import { type HostToolchain, hostToolchainOf } from "../hosts/host-toolchain.ts";
import { toolchainPorts } from "../toolchain-ports.ts";
import { trainHost } from "../hosts/train-host.ts";

/** Spark, Java and the job's jars, on this machine's disk. */
export interface ProvidedSpark {
  readonly toolchain: Toolchain;
  readonly hostToolchain: HostToolchain;
  readonly jars: ResolvedJars;
}

/** Installs what Spark actions lack, resolves what is not locked, and says what it does while it takes time. */
export async function provideSpark(
  prepared: Prepared,
  folders: Folders,
  host: AppHost,
  update: boolean,
): Promise<Result<ProvidedSpark>> {
  const declared = readDeclaredJars(prepared);
  if (!declared.ok) return declared;
  const progress = setupProgress(host);
  const ports = toolchainPorts(folders, progress.report, host);
  const { sparkHome, sparkVersion, javaHome } = prepared.environment.base;
  const toolchain = await ensureToolchain(
    {
      ...(sparkHome === undefined ? {} : { sparkHome: sparkHome.value }),
      ...(sparkVersion === undefined ? {} : { sparkVersion: sparkVersion.value }),
      ...(javaHome === undefined ? {} : { javaHome: javaHome.value }),
    },
    ports,
    { train: trainHost(host) },
  );
  progress.end();
  if (!toolchain.ok) return { ok: false, diagnostics: [...declared.diagnostics, ...toolchain.diagnostics] };
  const { spark, java } = toolchain.value;
  const session = {
    spark: spark.version,
    scala: spark.scala.split(".").slice(0, 2).join("."),
    jarsFolder: join(spark.home, "jars"),
  };
  const checked = checkDeclaredJars(declared.value, prepared, session.scala);
  const known = [...declared.diagnostics, ...toolchain.diagnostics, ...checked];
  if (hasErrors(checked)) return { ok: false, diagnostics: known };
  const jars = await resolveJobJars(declared.value, prepared, session, java.executable, folders, host, update);
  const remarks = [...known, ...jars.diagnostics];
  if (!jars.ok) return { ok: false, diagnostics: remarks };
  const hostToolchain = hostToolchainOf(toolchain.value);
  return ok({ toolchain: toolchain.value, hostToolchain, jars: jars.value }, remarks);
}
