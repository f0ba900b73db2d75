import { ensureToolchain } from "../toolchain/ensure-toolchain.ts";
import type { AppHost } from "./app-host.ts";
import { exitCodes } from "./exit-codes.ts";
import { foldersFor } from "./folders-for.ts";
import { setupProgress } from "./progress/setup-progress.ts";
import { giveUp, tell } from "./tell.ts";
import { toolchainPorts } from "./toolchain-ports.ts";
import { trainHost } from "./hosts/train-host.ts";

/** Installs all that runs need, as the first run would, and says where it is. */
export async function setUp({ format }: { readonly format: "text" | "json" }, host: AppHost): Promise<number> {
  const folders = foldersFor(host);
  if (!folders.ok) return giveUp(folders.diagnostics, host);
  const progress = setupProgress(host);
  const ports = toolchainPorts(folders.value, progress.report, host);
  const toolchain = await ensureToolchain({}, ports, { train: trainHost(host), again: true });
  progress.end();
  if (!toolchain.ok) return giveUp(toolchain.diagnostics, host);
  tell(toolchain.diagnostics, host);
  const { spark, java, runtime, startupCache } = toolchain.value;
  const found = {
    spark: { version: spark.version, home: spark.home },
    java: { version: java.version, home: java.home },
    runtimeJar: runtime.path,
    startupCache: startupCache?.path ?? null,
    cache: folders.value.cache,
  };
  const lines = [
    `Spark ${spark.version}: ${spark.home}`,
    `Java ${java.version}: ${java.home}`,
    `Runtime: ${runtime.path}`,
    `Fast starts: ${startupCache?.path ?? "not available"}`,
  ];
  host.stdout.write(format === "json" ? `${JSON.stringify(found, null, 2)}\n` : `${lines.join("\n")}\n`);
  return exitCodes.succeeded;
}
