import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { toolchain } from "../scripts/toolchain.ts";
import type { Bench } from "./bench.ts";
import { bulk } from "./cases/bulk.ts";
import { chain } from "./cases/chain.ts";
import { coldStart } from "./cases/cold-start.ts";
import { commandLine } from "./cases/command-line.ts";
import { onOneSession } from "./cases/languages.ts";
import { againstOrchestrators } from "./cases/orchestrators.ts";
import { parquetHandOver } from "./cases/parquet.ts";
import { renderTable, type Row } from "./table.ts";

/** `npm run bench [-- case…] [--rounds n]`: one table, all measured in this run. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "5" } },
});
const root = join(import.meta.dirname, "..");
const ama = join(root, "ama");
const { spark, java } = toolchain();
const bench: Bench = {
  ama,
  root,
  node: process.execPath,
  example: join(root, "examples/odd-numbers"),
  sparkHome: spark.home,
  javaHome: java.home,
};
const rounds = Number(values.rounds);
const cases: Readonly<Record<string, () => Promise<Row[]>>> = {
  "command-line": () => commandLine(bench),
  orchestrators: () => againstOrchestrators(bench, rounds),
  "cold-start": () => coldStart(bench, rounds),
  chain: () => chain(bench),
  languages: () => onOneSession(bench),
  parquet: () => parquetHandOver(bench, Math.min(rounds, 3)),
  bulk: () => bulk(bench, Math.min(rounds, 3)),
};

const rows: Row[] = [];
for (const [name, measureCase] of Object.entries(cases)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  console.error(`measuring ${name} …`);
  rows.push(...(await measureCase()));
}
const memory = Math.round(totalmem() / 2 ** 30);
console.log(
  `${new Date().toISOString().slice(0, 10)} · ${cpus().length} × ${cpus()[0]?.model.trim()} · ${memory} GiB · Node ${process.versions.node}\n`,
);
console.log(renderTable(rows));
process.exitCode = rows.every((row) => row.holds !== false) ? 0 : 1;
