import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { build } from "esbuild";
import { writeBundle } from "../../src/cli/bundle-file.ts";
import { loadProgram } from "../../src/cli/bundled-program.ts";
import { areAtRest, areThere, fileStats } from "../../src/cli/file-stats.ts";

/**
 * Makes the one file that `./ama` runs a checkout from (docs/decisions/0025): `node bundle-program.ts <checkout> <file>`.
 * Where the sources are just being changed, it makes none, and its exit code is 75.
 */
const [root = "", file = ""] = process.argv.slice(2);
const startedAt = Date.now();

const { outputFiles, metafile } = await build({
  absWorkingDir: root,
  entryPoints: ["src/cli/run.ts"],
  outfile: file,
  write: false,
  metafile: true,
  bundle: true,
  // ES modules would load all that they use of Node at the start; in this format each part loads what it needs.
  format: "cjs",
  // What is loaded late is then required too: a script of node:vm's that imports makes Node warn.
  supported: { "dynamic-import": false },
  platform: "node",
  target: "node24",
  // Large, and needed by changed sources only.
  external: ["scalameta-parsers", "web-tree-sitter"],
  // Names stay, so that the stack of a bug can be read.
  minifyWhitespace: true,
  minifySyntax: true,
  banner: { js: 'const amaFileUrl = require("node:url").pathToFileURL(__filename).href;' },
  define: {
    "import.meta.dirname": "__dirname",
    "import.meta.filename": "__filename",
    "import.meta.url": "amaFileUrl",
  },
  logOverride: { "empty-import-meta": "error" },
  // Node does not look into tsconfig.json either.
  tsconfigRaw: {},
});
const text = outputFiles.map((output) => output.text).join("");
const code = await codeOf(text);

const makers = ["bundle-file.ts", "bundled-program.ts", "file-stats.ts"].map((name) => `src/cli/${name}`);
const paths = [...Object.keys(metafile.inputs), ...makers, relative(root, import.meta.filename)];
const inputs = fileStats(root, paths);
// Only what has been at rest since before it was read is certain to be what was read.
const isCertain = areThere(inputs) && areAtRest(root, paths, startedAt);
if (isCertain) writeBundle(file, { inputs, text, code });
process.exitCode = isCertain ? 0 : 75;

/** V8's code of what `ama validate` and a small run call: compiling these functions anew takes a quarter of their time. */
async function codeOf(text: string): Promise<Buffer> {
  const scratch = mkdtempSync(join(tmpdir(), "ama-bundle-"));
  try {
    const places = { AMA_CACHE: join(scratch, "cache"), AMA_STATE: join(scratch, "state") };
    // A machine without Python gets none for this.
    Object.assign(process.env, { ...places, AMA_OFFLINE: "1" });
    const training = join(root, "scripts/build/training-job");
    const { program, script } = loadProgram(file, { text, code: Buffer.alloc(0) });
    for (const args of [
      ["validate", "--repo", join(root, "examples/flights")],
      ["run", "--repo", training, "--only", "shell"],
      ["run", "--repo", training, "--only", "python"],
    ]) {
      process.argv.splice(2, Infinity, ...args);
      await program.run();
    }
    return script.createCachedData();
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
