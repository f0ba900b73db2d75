import type { Folders } from "../model/folders.ts";
import type { ReportProgress } from "./setup-progress.ts";

/** What a set-up needs of the world around it; app/ makes it, tests make their own. */
export interface ToolchainPorts {
  readonly folders: Folders;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  readonly progress: ReportProgress;
  readonly signal?: AbortSignal;
}
