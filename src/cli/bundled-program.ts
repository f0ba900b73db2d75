import { lstatSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Script } from "node:vm";
import { type BundleFile, readBundle } from "./bundle-file.ts";
import { areAtRest, fileStats, pathsIn } from "./file-stats.ts";

interface Program {
  readonly run: () => Promise<void>;
}

/**
 * A checkout's program from one file, which takes a third of the time of its sources. It is made anew when a source has
 * changed; undefined where that cannot be, and then the sources are to be run (docs/decisions/0025).
 */
export async function bundledProgram(root: string): Promise<Program | undefined> {
  const modules = join(root, "node_modules");
  // Where that is a link, it is another checkout's, and so is the program in it.
  if (lstatSync(modules, { throwIfNoEntry: false })?.isDirectory() !== true) return undefined;
  const file = join(modules, ".cache/ama/program");
  const found = readBundle(file);
  if (found !== undefined && isFresh(found, root)) return loadProgram(file, found).program;
  // Somebody is at work on them: the sources themselves are as good, until they are left alone.
  if (found !== undefined && !areAtRest(root, pathsIn(found.inputs), Date.now())) return undefined;
  const { makeBundle } = await import("./make-bundle.ts");
  const made = makeBundle(root, file) ? readBundle(file) : undefined;
  return made !== undefined && isFresh(made, root) ? loadProgram(file, made).program : undefined;
}

function isFresh({ inputs }: BundleFile, root: string): boolean {
  return fileStats(root, pathsIn(inputs)) === inputs;
}

interface Loaded {
  readonly program: Program;
  /** Its code, with that of all functions called so far, can be kept. */
  readonly script: Script;
}

export function loadProgram(file: string, { text, code }: Omit<BundleFile, "inputs">): Loaded {
  const script = new Script(`(function(require,module,exports,__filename,__dirname){${text}\n})`, {
    filename: file,
    ...(code.length > 0 && { cachedData: code }),
  });
  const module: { exports: unknown } = { exports: {} };
  const define: unknown = script.runInThisContext();
  if (typeof define === "function") define(createRequire(file), module, module.exports, file, dirname(file));
  release(code);
  if (!isProgram(module.exports)) throw new Error(`${file} is no program`);
  return { program: module.exports, script };
}

/** V8 has it by now, and its pages would be copied for each process that a job starts. Small ones are Node's own. */
function release({ buffer }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength > Buffer.poolSize) buffer.transfer(0);
}

function isProgram(value: unknown): value is Program {
  return typeof value === "object" && value !== null && "run" in value && typeof value.run === "function";
}
