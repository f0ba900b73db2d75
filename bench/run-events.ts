import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { measure } from "./measure.ts";

const told = v.looseObject({
  type: v.string(),
  at: v.number(),
  attempt: v.optional(v.string()),
  action: v.optional(v.string()),
  ms: v.optional(v.number()),
});
export type Told = v.InferOutput<typeof told>;

/** An action of a job made for a measurement. */
export interface BenchAction {
  readonly name: string;
  readonly type: string;
  readonly text: string;
  /** Further keys, as YAML in braces has them. */
  readonly more?: string;
}

const endings: Readonly<Record<string, string>> = {
  "spark-scala": "scala",
  "spark-python": "py",
  "spark-r": "R",
  "spark-sql": "sql",
};

/** Writes a job of actions that run one after the other. */
export function writeBenchJob(repo: string, actions: readonly BenchAction[]): void {
  mkdirSync(join(repo, "src"), { recursive: true });
  mkdirSync(join(repo, "env"), { recursive: true });
  const steps = actions.map(({ name, type, more }, i) => {
    const after = i === 0 ? "" : `, after: [${actions[i - 1]?.name}]`;
    return `  - {name: ${name}, type: ${type}, file: ${name}.${endings[type]}${after}${more === undefined ? "" : `, ${more}`}}\n`;
  });
  writeFileSync(join(repo, "maki.yml"), `job-name: bench\nflow:\n${steps.join("")}`);
  const environment = { name: "default", master: "local[2]", workingDir: join(repo, "../work"), configuration: {} };
  writeFileSync(join(repo, "env/default.json"), JSON.stringify(environment));
  for (const { name, type, text } of actions) writeFileSync(join(repo, "src", `${name}.${endings[type]}`), text);
}

/** Runs a job to its end, and returns what its record tells. */
export async function runEvents(ama: string, repo: string, state: string): Promise<readonly Told[]> {
  const args = ["run", "--repo", repo, "--report", "json"];
  const { text } = await measure({ command: ama, args, env: { AMA_STATE: state } });
  const lines = text.split("\n").filter(Boolean);
  return lines.map((line) => v.parse(told, JSON.parse(line)));
}

/** The events of an action's last attempt. */
export function eventsOf(events: readonly Told[], action: string): readonly Told[] {
  const requested = events.findLast((e) => e.type === "attempt.requested" && e.action === action);
  return events.filter((e) => e.attempt !== undefined && e.attempt === requested?.attempt);
}
