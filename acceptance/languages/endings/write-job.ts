import { mkdirSync, writeFileSync } from "node:fs";
import { costly, type Ending, harmless, languages, sourcesOf, waiting } from "./endings.ts";

/** Writes the sources and `maki.yml` of a job of endings: `write-job.ts harmless|costly|waiting`. */
const jobs: Readonly<Record<string, readonly Ending[]>> = { harmless, costly, waiting };
const [, , job = ""] = process.argv;
mkdirSync("src", { recursive: true });

function actionsOf(ending: Ending) {
  return sourcesOf(ending).map(({ language, source }) => {
    const { type, extension } = languages[language];
    const name = `${language}-${ending.name}`;
    const file = `${name}.${extension}`;
    if (type !== "spark-jar") writeFileSync(`src/${file}`, source);
    const program =
      type === "spark-jar" ? { file: "deps/endings.jar", class: "com.example.Endings", args: [source] } : { file };
    return { name, type, ...program, ...(ending.timeout === undefined ? {} : { timeout: ending.timeout }) };
  });
}

const actions = (jobs[job] ?? []).flatMap(actionsOf);
writeFileSync("src/goes-on.sh", "true\n");

/** What costs the Spark host goes one after another, whatever became of the one before; all else at once. */
let before: string[] = [];
const flow = actions.map((action) => {
  if (job !== "costly" || action.type === "duckdb") return { ...action, after: [] };
  const after = before;
  before = [action.name];
  const error = { name: `after-${action.name}`, type: "shell", file: "goes-on.sh", then: "continue" };
  return { ...action, after, error };
});
writeFileSync("maki.yml", JSON.stringify({ "job-name": job, retry: { times: 0 }, flow }, null, 1));
