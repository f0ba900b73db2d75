import { spawn } from "node:child_process";

export interface ProcessOutcome {
  readonly code: number | null;
  /** Its output and errors in the order of arrival, the last part of it. */
  readonly output: string;
}

const keptOutput = 64 * 1024;

/** Runs a program to its end. One that is not there gives code 127, as a shell would say. */
export function runProcess(
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv; readonly signal?: AbortSignal | undefined } = {},
): Promise<ProcessOutcome> {
  const { signal, ...rest } = options;
  const child = spawn(program, args, { ...rest, ...(signal ? { signal } : {}), stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-keptOutput);
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  return new Promise((resolve, reject) => {
    child.once("error", (problem: NodeJS.ErrnoException) => {
      if (problem.name === "AbortError") reject(problem);
      else resolve({ code: 127, output: problem.message });
    });
    child.once("close", (code) => resolve({ code, output }));
  });
}
