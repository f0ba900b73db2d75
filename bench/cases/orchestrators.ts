import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Bench } from "../bench.ts";
import { inTurn, measure } from "../measure.ts";
import { makeChain } from "../peers/make.ts";
import { type Kind, orchestrators, type Orchestrator } from "../peers/orchestrators.ts";
import { venv } from "../peers/venv.ts";
import { beside, besideLimit, besidePeer, type Row } from "../table.ts";

const length = 20;
const sources: Readonly<Record<Kind, { readonly file: string; readonly text: string }>> = {
  shell: { file: "action.sh", text: "true\n" },
  python: { file: "action.py", text: "pass\n" },
};

/** Chains of twenty actions that do nothing, from the command to its exit, beside other programs that run such chains. */
export async function againstOrchestrators({ ama, root }: Bench, rounds: number): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "ama-bench-"));
  try {
    const peers = await orchestrators(root, folder);
    // As fresh an interpreter as the peers have, with nothing of the machine's that it would load at its start.
    const python = venv(root, "python");
    const ours = (kind: Kind, actions: number) => ourChain(ama, folder, dirname(python), kind, actions);
    const make = (name: string, actions: number, recipe: string) => makeChain(join(folder, name), actions, recipe);
    const quick = await inTurn(Math.max(rounds, 11), {
      shell: ours("shell", length),
      "one shell": ours("shell", 1),
      python: ours("python", length),
      "one python": ours("python", 1),
      "make shell": make("make-shell", length, "sh -c true"),
      "make one shell": make("make-one-shell", 1, "sh -c true"),
      "make python": make("make-python", length, `${python}/python -c pass`),
      ...runsOf(peers.filter(({ isQuick }) => isQuick)),
    });
    const slow = await inTurn(Math.min(rounds, 3), {
      shell: ours("shell", length),
      python: ours("python", length),
      ...runsOf(peers.filter(({ isQuick }) => !isQuick)),
    });
    const each = (one: number, all: number) => (all - one) / (length - 1);
    return [
      besideLimit("20 shell actions that do nothing, cold", quick("shell"), 250),
      besideLimit("… each beyond the first", each(quick("one shell"), quick("shell")), 4),
      beside(
        "… each beyond the first",
        each(quick("one shell"), quick("shell")),
        "make",
        each(quick("make one shell"), quick("make shell")),
      ),
      beside("20 shell actions", quick("shell"), "make", quick("make shell")),
      ...rowsOf(peers, "shell", quick, slow),
      besideLimit("20 Python actions that do nothing, cold", quick("python"), 350),
      beside("… each beyond the first", each(quick("one python"), quick("python")), "one action", quick("one python")),
      besidePeer("20 Python actions", quick("python"), "make, a process each", quick("make python"), 1),
      ...rowsOf(peers, "python", quick, slow),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Medians = (name: string) => number;

function runsOf(peers: readonly Orchestrator[]): Readonly<Record<string, () => Promise<number>>> {
  const runs = peers.flatMap(({ name, run }) => Object.entries(run).map(([kind, once]) => [`${name} ${kind}`, once]));
  return Object.fromEntries(runs);
}

/** Ours is compared as it was measured in turn with the peer. */
function rowsOf(peers: readonly Orchestrator[], kind: Kind, quick: Medians, slow: Medians): readonly Row[] {
  return peers.flatMap(({ name, isQuick, run }) => {
    if (run[kind] === undefined) return [];
    const at = isQuick ? quick : slow;
    return [
      besidePeer(`20 ${kind === "shell" ? "shell" : "Python"} actions`, at(kind), name, at(`${name} ${kind}`), 1),
    ];
  });
}

function ourChain(ama: string, folder: string, python: string, kind: Kind, actions: number): () => Promise<number> {
  const repo = join(folder, `ours-${kind}-${actions}`);
  const { file, text } = sources[kind];
  mkdirSync(join(repo, "src"), { recursive: true });
  mkdirSync(join(repo, "env"), { recursive: true });
  const steps = Array.from({ length: actions }, (_, i) => `  - {name: a${i}, type: ${kind}, file: ${file}}`);
  writeFileSync(join(repo, "maki.yml"), `job-name: chain\nflow:\n${steps.join("\n")}\n`);
  writeFileSync(join(repo, "src", file), text);
  writeFileSync(
    join(repo, "env/default.json"),
    JSON.stringify({ name: "default", master: "local[2]", configuration: {}, python: { home: python } }),
  );
  const env = { AMA_STATE: join(folder, "state") };
  return async () => (await measure({ command: ama, args: ["run", "--repo", repo], env })).ms;
}
