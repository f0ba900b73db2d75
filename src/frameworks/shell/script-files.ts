import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AttemptId } from "../../model/event.ts";

/** The files that the scripts of a run are given. They are private, and go with the run. */
export interface ScriptFiles {
  /** Holds the environment of an action as JSON; actions of equal environments share it. */
  env(json: string): string;
  /** Where the script of an attempt can say what it publishes; made by the script, if at all. */
  exports(attempt: AttemptId): string;
  /** The script itself, where it is not of a repo. */
  script(attempt: AttemptId, text: string): string;
}

/** Making and removing a folder for every attempt would take as long as bash takes to start. */
export function openScriptFiles(folder: string): ScriptFiles {
  const environments = new Map<string, string>();
  let isMade = false;
  const write = (name: string, text: string, mode: number): string => {
    const path = pathOf(name);
    writeFileSync(path, text, { mode });
    return path;
  };
  const pathOf = (name: string): string => {
    if (!isMade) mkdirSync(folder, { recursive: true, mode: 0o700 });
    isMade = true;
    return join(folder, name);
  };
  return {
    env(json) {
      const path = environments.get(json) ?? write(`env-${environments.size + 1}.json`, json, 0o400);
      environments.set(json, path);
      return path;
    },
    exports: (attempt) => pathOf(`${attempt}.exports`),
    script: (attempt, text) => write(attempt, text, 0o700),
  };
}
