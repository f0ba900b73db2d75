import type { PythonRequirements } from "../../model/python-packages.ts";
import type { Result } from "../../model/result.ts";
import type { PythonInstallation } from "../../model/toolchain.ts";
import type { Exclusively } from "../cached-folder.ts";
import type { DependencyRequest } from "../dependency-request.ts";

/** The packages that a job, or one action of it, needs, and the Python that they are for. */
export interface PythonEnvironmentRequest extends DependencyRequest {
  readonly python: PythonInstallation;
  /** Those of the job, of the action, and of our own workers together. */
  readonly requirements: PythonRequirements;
}

/** The program that resolves and installs, as it is to be started. */
export interface UvProgram {
  readonly executable: string;
  readonly env: Readonly<Record<string, string>>;
  readonly indexArgs: readonly string[];
}

/** What the making of an environment needs of the world; nothing of it is touched when nothing has changed. */
export interface PythonPorts {
  readonly uv: () => Promise<Result<UvProgram>>;
  /** Runs a program to its end and keeps the last part of what it prints. */
  readonly runProcess: (
    program: string,
    args: readonly string[],
    options: { readonly cwd?: string; readonly env: Readonly<Record<string, string>>; readonly signal?: AbortSignal },
  ) => Promise<{ readonly code: number | null; readonly output: string }>;
  readonly exclusively: Exclusively;
  readonly onProgress?: (progress: PythonProgress) => void;
  readonly signal?: AbortSignal;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

export type PythonProgress =
  | { readonly is: "resolving"; readonly requirements: number }
  | { readonly is: "installing"; readonly packages: number };
