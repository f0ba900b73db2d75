import { createHash } from "node:crypto";
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import * as v from "valibot";
import type { ToolchainPorts } from "./ports.ts";
import { runProcess } from "./run-process.ts";

/** How a program is asked what it is. */
export interface Question<T extends readonly string[]> {
  /** `python`, `r`: answers to different questions are kept apart. */
  readonly about: string;
  readonly args: readonly string[];
  /** Takes the answer from what the program printed. */
  readonly read: (output: string) => T | undefined;
  readonly schema: v.GenericSchema<unknown, T>;
  /** Files that the answer names; when one changes, the program is asked again. */
  readonly files: (answer: T) => readonly string[];
}

/**
 * What a program says of itself; undefined where it does not start. It is started once, and from then on known by the
 * file's stat. A shim (of pyenv, asdf, mise) is known together with all that decides which program it picks.
 */
export async function askOnce<T extends readonly string[]>(
  path: string,
  question: Question<T>,
  ports: ToolchainPorts,
): Promise<T | undefined> {
  const asked = statLine(path);
  if (asked === undefined) return undefined;
  const note = noteFor(path, asked, question.about, ports);
  const known = recall(note, question);
  if (known !== undefined) return known;
  const { code, output } = await runProcess(path, question.args, { env: { ...ports.env }, signal: ports.signal });
  const answer = code === 0 ? question.read(output) : undefined;
  if (answer !== undefined) remember(note, { stats: statsOf(question.files(answer)), answer });
  return answer;
}

function recall<T extends readonly string[]>(note: string, { schema, files }: Question<T>): T | undefined {
  if (!existsSync(note)) return undefined;
  const noted = v.object({ stats: v.string(), answer: schema });
  const found = v.safeParse(v.pipe(v.string(), v.parseJson(), noted), readFileSync(note, "utf8"));
  if (!found.success || statsOf(files(found.output.answer)) !== found.output.stats) return undefined;
  return found.output.answer;
}

function remember(note: string, content: { readonly stats: string; readonly answer: readonly string[] }): void {
  mkdirSync(dirname(note), { recursive: true });
  const own = `${note}.${process.pid}`;
  writeFileSync(own, JSON.stringify(content));
  renameSync(own, note);
}

function noteFor(path: string, asked: string, about: string, ports: ToolchainPorts): string {
  const context = isScript(path) ? shimContext(ports) : [];
  const key = createHash("sha256").update(JSON.stringify([path, asked, context]));
  return join(ports.folders.cache, about, "known", `${key.digest("hex").slice(0, 32)}.json`);
}

function statLine(path: string): string | undefined {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found?.isFile() ? [found.size, found.mtimeNs, found.ctimeNs, found.ino].join(" ") : undefined;
}

function statsOf(files: readonly string[]): string {
  return files.map((file) => statLine(file) ?? "-").join("\n");
}

function isScript(path: string): boolean {
  const file = openSync(path, "r");
  try {
    const start = Buffer.alloc(2);
    readSync(file, start);
    return start.toString() === "#!";
  } finally {
    closeSync(file);
  }
}

/** What the usual shims look at: variables, and files of the current folder and those above it. */
function shimContext({ env }: ToolchainPorts): readonly string[] {
  const variables = Object.entries(env).filter(([name]) => /^(PYENV|ASDF|MISE|RTX)_/.test(name));
  const folders = [...foldersAbove(process.cwd()), env["HOME"] ?? "/", env["PYENV_ROOT"] ?? `${env["HOME"]}/.pyenv`];
  const files = folders.flatMap((folder) =>
    [".python-version", ".tool-versions", "mise.toml", ".mise.toml", "version"].map((name) => join(folder, name)),
  );
  return [...variables.map(String).sort(), ...files.flatMap((file) => statLine(file) ?? [])];
}

function foldersAbove(folder: string): readonly string[] {
  return dirname(folder) === folder ? [folder] : [folder, ...foldersAbove(dirname(folder))];
}

/** As a shell finds a program: a name on the PATH, a path as it is. */
export function findProgram(program: string, env: ToolchainPorts["env"]): string | undefined {
  if (program.includes("/")) return resolve(program);
  const folders = (env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.map((folder) => join(folder, program)).find(isProgram);
}

export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
