import { existsSync, mkdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { error } from "../diagnostics/report.ts";
import type { Environment } from "../model/environment.ts";
import type { Plan } from "../model/plan.ts";
import { failed, ok, type Result } from "../model/result.ts";
import { worldlyReason } from "./database.ts";
import type { StateFolder } from "./state-folder.ts";
import { writeWhole } from "./write-whole.ts";

/** Keeps a run's plan and resolved environment beside its events; both hold names of secrets, never values. */
export function writeRunFiles(
  folder: StateFolder,
  run: string,
  { plan, environment }: { readonly plan: Plan; readonly environment: Environment },
): Result<void> {
  const paths = folder.run(run);
  try {
    mkdirSync(paths.root, { recursive: true, mode: 0o700 });
    writeWhole(paths.plan, JSON.stringify(plan));
    writeWhole(paths.environment, JSON.stringify(environment));
    return ok(undefined);
  } catch (cause) {
    const reason = worldlyReason(cause);
    if (reason === undefined) throw cause;
    return failed(runFolderUnwritable(folder, run, reason));
  }
}

/** What is told where nothing can be written beside a run's events. */
export function runFolderUnwritable(folder: StateFolder, run: string, reason: string) {
  const hint = "Make room or mend the folder, or choose another one with AMA_STATE.";
  return error("AMA1801", `The run's record in ${folder.run(run).root} cannot be written: ${reason}.`, { hint });
}

/** The plan that a run was started with; nothing for a run that has none, or none that can be read. */
export async function readPlan(folder: StateFolder, run: string): Promise<Plan | undefined> {
  const { plan: path } = folder.run(run);
  if (!existsSync(path)) return undefined;
  try {
    const plan: Plan = JSON.parse(await readFile(path, "utf8"));
    return plan;
  } catch (cause) {
    if (cause instanceof SyntaxError || worldlyReason(cause) !== undefined) return undefined;
    throw cause;
  }
}
