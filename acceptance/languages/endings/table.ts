import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { costly, type Ending, harmless, languages, sourcesOf, waiting } from "./endings.ts";

/** Prints what became of each ending in each language as a table: `table.ts <events of each run>…`. */
interface Told {
  readonly type: string;
  readonly attempt: string;
  readonly action: string;
  readonly status: string;
  readonly text: string;
  readonly value?: string;
  readonly error?: { readonly type: string };
}

const runs = process.argv.slice(2).map((file) => {
  const lines = readFileSync(file, "utf8").trim().split("\n");
  return lines.map((line): Told => JSON.parse(line));
});

/** What was told of the attempts of an action, each of them by itself. */
function attemptsOf(action: string): Told[][] {
  return runs.flatMap((told) =>
    told
      .filter((one) => one.type === "attempt.requested" && one.action === action)
      .map(({ attempt }) => told.filter((one) => one.attempt === attempt)),
  );
}

function outcome(action: string, { name, prints }: Ending): string {
  const attempts = attemptsOf(action);
  const statuses = attempts.map((told) => told.find(({ type }) => type === "attempt.ended"));
  const last = statuses.at(-1);
  const told = attempts.at(-1) ?? [];
  if (last === undefined) return "no end";
  if (last.error !== undefined) return `\`${last.error.type}\``;
  if (last.status !== "succeeded") return last.status;
  if (attempts.length > 1) return "runs again on a new host";
  const printed = printedBy(last.attempt);
  if (prints !== undefined && printed !== prints)
    return `printed ${printed.length} characters: ${JSON.stringify(printed.slice(0, 100))}`;
  const isTold = told.some(({ type, text }) => type === "log" && /left behind|still running/.test(text));
  if (name === "child") return isTold ? "ended with the action, and told" : "ended with the host";
  if (name === "long-value") return told.some(({ value = "" }) => value.length > 20_000) ? "shown whole" : "shown cut";
  return name === "no-utf-8" ? "U+FFFD" : "succeeds";
}

function printedBy(attempt: string): string {
  const all = join(process.env["AMA_STATE"] ?? "", "runs");
  const folder = readdirSync(all)
    .map((run) => join(all, run, "output", attempt))
    .find((one) => existsSync(one));
  if (folder === undefined) return "";
  const files = readdirSync(folder).filter((name) => name.startsWith("stdout."));
  return Buffer.concat(files.toSorted().map((name) => readFileSync(join(folder, name)))).toString("utf8");
}

const endings = [...harmless, ...costly, ...waiting];
const titles = [...new Set(endings.map(({ title }) => title))];
const columns = [...new Set(Object.values(languages).map(({ title }) => title))];

function cell(row: string, column: string): string {
  const found = endings
    .filter(({ title }) => title === row)
    .flatMap((ending) =>
      sourcesOf(ending)
        .filter(({ language }) => languages[language].title === column)
        .map(({ language }) => outcome(`${language}-${ending.name}`, ending)),
    );
  return [...new Set(found)].join(" / ") || "–";
}

console.log(`| | ${columns.join(" | ")} |\n|---|${"---|".repeat(columns.length)}`);
for (const row of titles) console.log(`| ${row} | ${columns.map((column) => cell(row, column)).join(" | ")} |`);
