import type { Folders } from "../model/folders.ts";
import type { ToolchainPorts } from "../toolchain/ports.ts";
import type { ReportProgress } from "../toolchain/setup-progress.ts";
import type { AppHost } from "./app-host.ts";

/** This machine, as the set-up of Spark and Java sees it. */
export function toolchainPorts(folders: Folders, progress: ReportProgress, host: AppHost): ToolchainPorts {
  return { folders, env: host.env, platform: process.platform, arch: process.arch, progress };
}
