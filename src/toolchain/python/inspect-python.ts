import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import * as v from "valibot";
import type { ToolchainPorts } from "../ports.ts";
import { runProcess } from "../run-process.ts";

/** What an interpreter says of itself. */
export interface InspectedPython {
  readonly executable: string;
  readonly version: string;
  readonly platform: string;
}

/** `-I -S`: neither the user's variables nor installed packages have a say in it. */
const question = [
  "-I",
  "-S",
  "-c",
  "import json,sys,sysconfig;print(json.dumps([sys.executable,'%d.%d.%d'%sys.version_info[:3],sys.implementation.cache_tag+('t' if sysconfig.get_config_var('Py_GIL_DISABLED') else '')+'-'+sysconfig.get_platform()]))",
] as const;

const answerSchema = v.tuple([v.string(), v.string(), v.string()]);
const noteSchema = v.object({ asked: v.string(), executable: v.string(), stat: v.string(), python: answerSchema });

/**
 * Which Python a file starts; undefined where it starts none. An interpreter is started once, and from then on known by
 * the file's stat. A shim (of pyenv, asdf, mise) is known together with all that decides which interpreter it picks.
 */
export async function inspectPython(path: string, ports: ToolchainPorts): Promise<InspectedPython | undefined> {
  const asked = statLine(path);
  if (asked === undefined) return undefined;
  const note = noteFor(path, asked, ports);
  const known = recall(note);
  if (known !== undefined) return known;
  const { code, output } = await runProcess(path, question, { env: { ...ports.env }, signal: ports.signal });
  const line = output.trim().split("\n").at(-1) ?? "";
  const answer = v.safeParse(v.pipe(v.string(), v.parseJson(), answerSchema), line);
  if (code !== 0 || !answer.success) return undefined;
  const [executable, version, platform] = answer.output;
  remember(note, { asked, executable, stat: statLine(executable) ?? "", python: answer.output });
  return { executable, version, platform };
}

function recall(note: string): InspectedPython | undefined {
  if (!existsSync(note)) return undefined;
  const found = v.safeParse(v.pipe(v.string(), v.parseJson(), noteSchema), readFileSync(note, "utf8"));
  if (!found.success || statLine(found.output.executable) !== found.output.stat) return undefined;
  const [executable, version, platform] = found.output.python;
  return { executable, version, platform };
}

function remember(note: string, content: v.InferOutput<typeof noteSchema>): void {
  mkdirSync(dirname(note), { recursive: true });
  const own = `${note}.${process.pid}`;
  writeFileSync(own, JSON.stringify(content));
  renameSync(own, note);
}

function noteFor(path: string, asked: string, ports: ToolchainPorts): string {
  const context = isScript(path) ? shimContext(ports) : [];
  const key = createHash("sha256")
    .update(JSON.stringify([path, asked, context]))
    .digest("hex")
    .slice(0, 32);
  return join(ports.folders.cache, "python", "known", `${key}.json`);
}

function statLine(path: string): string | undefined {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found?.isFile() ? [found.size, found.mtimeNs, found.ctimeNs, found.ino].join(" ") : undefined;
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
