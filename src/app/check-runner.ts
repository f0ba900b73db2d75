import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import * as v from "valibot";
import { error } from "../diagnostics/report.ts";
import { pluginWorker } from "../frameworks/plugin-worker.ts";
import { failed, ok, type Result } from "../model/result.ts";
import type { RunnerManifest } from "../model/runner-plugin.ts";
import { playRunner } from "../protocol/vectors/play-runner.ts";
import { readVectors } from "../protocol/vectors/read-vectors.ts";
import type { RunnerUnderTest } from "../protocol/vectors/runner-process.ts";
import type { RunnerVector, Sources, VectorResult } from "../protocol/vectors/vector.ts";
import { readRunnerManifest } from "../repo/runner-manifest.ts";
import { programFolder } from "../toolchain/program-folder.ts";
import type { AppHost } from "./app-host.ts";
import { exitCodes } from "./exit-codes.ts";
import { manifestName } from "./reading/open-runners.ts";
import { giveUp } from "./tell.ts";

export interface CheckRunnerOptions {
  /** What is to be done with it; there is only `check`. */
  readonly what: string;
  /** The path of a `runner.yml`, or of the folder that it lies in. */
  readonly manifest: string;
  /** One of the runner's types; the first one without it. */
  readonly type?: string | undefined;
  /** Names of vectors; all of them, without any. */
  readonly only: readonly string[];
  /** Whether to show what went over the wire where one failed. */
  readonly transcript: boolean;
}

/** Plays the conformance vectors against somebody's runner, and says how each went. */
export async function checkRunner(options: CheckRunnerOptions, host: AppHost): Promise<number> {
  if (options.what !== "check") return giveUp([unknownWord(options.what)], host);
  const runner = runnerOf(options, host);
  if (!runner.ok) return giveUp(runner.diagnostics, host);
  const { vectors, sources } = await readVectors(join(programFolder(), "protocol"));
  const ofRunners = vectors.filter((vector) => vector.side === "runner");
  const chosen = ofRunners.filter(({ name }) => options.only.length === 0 || options.only.includes(name));
  const unknown = options.only.find((name) => !ofRunners.some((vector) => vector.name === name));
  if (unknown !== undefined) return giveUp([noVector(unknown, ofRunners)], host);
  const known = withSnippets(sources, runner.value.snippets, runner.value.underTest.type);
  const count = { passed: 0, skipped: 0, failed: 0 };
  for (const vector of chosen) {
    const began = performance.now();
    const result = await playRunner(vector, runner.value.underTest, known);
    count[result.is]++;
    host.stdout.write(lineOf(vector, result, (performance.now() - began) / 1000));
    if (options.transcript && result.is === "failed") {
      host.stdout.write(result.transcript.map((line) => `    ${line}\n`).join(""));
    }
  }
  const skipped = count.skipped === 0 ? "" : `, ${count.skipped} skipped`;
  host.stdout.write(`${count.passed} passed, ${count.failed} failed${skipped}\n`);
  if (count.failed > 0 && !options.transcript) host.stdout.write(transcriptHint);
  return count.failed === 0 && count.passed > 0 ? exitCodes.succeeded : exitCodes.failed;
}

interface CheckedRunner {
  readonly underTest: RunnerUnderTest;
  readonly snippets: Readonly<Record<string, string>>;
}

function runnerOf({ manifest: path, type }: CheckRunnerOptions, host: AppHost): Result<CheckedRunner> {
  const asked = resolve(host.cwd, path);
  const file = existsSync(asked) && statSync(asked).isDirectory() ? join(asked, manifestName) : asked;
  if (!existsSync(file))
    return failed(error("AMA1584", `There is no ${file}.`, { hint: "Name a runner.yml, or its folder." }));
  const read = readRunnerManifest(relative(host.cwd, file), readFileSync(file));
  if (!read.ok) return read;
  const manifest = read.value;
  const types = manifest.types.map((one) => one.type);
  const tried = type ?? types[0];
  if (tried === undefined || !types.includes(tried)) {
    return failed(
      error("AMA2006", `The runner has no type \`${tried ?? ""}\`.`, { hint: `It has ${types.join(", ")}.` }),
    );
  }
  const snippets = snippetsOf(manifest, dirname(file));
  if (!snippets.ok) return snippets;
  const { command, env } = pluginWorker({ manifest, folder: dirname(file), sha256: "" });
  return ok({ underTest: { command, env, type: tried }, snippets: snippets.value }, read.diagnostics);
}

function snippetsOf({ snippets }: RunnerManifest, folder: string): Result<Readonly<Record<string, string>>> {
  if (snippets === undefined) return ok({});
  const file = join(folder, snippets);
  if (!existsSync(file)) return failed(noSnippets(file));
  const read = v.safeParse(
    v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.string())),
    readFileSync(file, "utf8"),
  );
  if (read.success) return ok(read.output);
  return failed(
    error("AMA1584", `${file} is no JSON object of texts.`, { hint: "docs/guide/write-a-runner.md shows one." }),
  );
}

/** The vectors' snippets, with those in the runner's own language. */
function withSnippets(sources: Sources, snippets: Readonly<Record<string, string>>, type: string): Sources {
  return Object.fromEntries(
    Object.entries(sources).map(([what, byType]) => {
      const own = snippets[what];
      return [what, own === undefined ? byType : { ...byType, [type]: own }];
    }),
  );
}

function lineOf({ name }: RunnerVector, result: VectorResult, seconds: number): string {
  const sign = { passed: "✓", skipped: "-", failed: "✗" }[result.is];
  const why =
    result.is === "failed" ? ` step ${result.step}: ${result.what}` : result.is === "skipped" ? ` ${result.why}` : "";
  return `${sign} ${name} (${seconds.toFixed(1)} s)${why}\n`;
}

const transcriptHint =
  "`--transcript` shows what went over the wire, and what the runner said on stderr; `--only <vector>` plays one.\n";

function noSnippets(file: string) {
  const hint = "Correct `snippets` in runner.yml, or leave it out.";
  return error("AMA1584", `There is no ${file}, which the manifest names.`, { hint });
}

function unknownWord(what: string) {
  const hint = "Write `ama runner check <runner.yml>`.";
  return error("AMA2006", `\`${what}\` is nothing that can be done with a runner.`, { hint });
}

function noVector(name: string, vectors: readonly RunnerVector[]) {
  return error("AMA2006", `There is no vector \`${name}\`.`, {
    hint: `There are ${vectors.map((one) => one.name).join(", ")}.`,
  });
}
