import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { type BuildOptions, type BuildResult, build, type PluginBuild } from "esbuild";
import { replaceFile, writeBundle } from "../../src/cli/bundle-file.ts";
import { loadProgram } from "../../src/cli/bundled-program.ts";
import { areAtRest, areThere, fileStats } from "../../src/cli/file-stats.ts";

/**
 * Makes the one file that `./ama` runs a checkout from, and beside it `start.cjs`, which runs that (docs/decisions/0025):
 * `node bundle-program.ts <checkout> <file>`. Where the sources are just being changed, it makes none, and its exit code
 * is 75.
 */
const [root = "", file = ""] = process.argv.slice(2);
const startedAt = Date.now();

const common = {
  absWorkingDir: root,
  write: false,
  metafile: true,
  bundle: true,
  // ES modules would load all that they use of Node at the start; in this format each part loads what it needs.
  format: "cjs",
  platform: "node",
  target: "node24",
  logOverride: { "empty-import-meta": "error" },
  // Node does not look into tsconfig.json either.
  tsconfigRaw: {},
} satisfies BuildOptions;

const program = await build({
  ...common,
  entryPoints: ["src/cli/run.ts"],
  outfile: file,
  // What is loaded late is then required too: a script of node:vm's that imports makes Node warn.
  supported: { "dynamic-import": false },
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
});
const text = textOf(program);
const code = await codeOf(text);

const sources = relative(dirname(file), root);
const start = await build({
  ...common,
  entryPoints: ["src/cli/main.ts"],
  outfile: join(dirname(file), "start.cjs"),
  plugins: [{ name: "sources", setup: leaveToTheSources }],
  banner: {
    js: `const amaFolder = require("node:path").join(__dirname, "${sources}/src/cli"), amaMain = amaFolder + "/main.ts";`,
  },
  define: { "import.meta.filename": "amaMain", "import.meta.dirname": "amaFolder" },
});

const read = [program, start].flatMap(({ metafile }) => Object.keys(metafile.inputs));
const paths = [...new Set([...read, relative(root, import.meta.filename)])];
const inputs = fileStats(root, paths);
// Only what has been at rest since before it was read is certain to be what was read.
const isCertain = areThere(inputs) && areAtRest(root, paths, startedAt);
if (isCertain) {
  replaceFile(join(dirname(file), "start.cjs"), Buffer.from(textOf(start)));
  writeBundle(file, { inputs, text, code });
}
process.exitCode = isCertain ? 0 : 75;

function textOf({ outputFiles }: BuildResult<typeof common>): string {
  return outputFiles.map((output) => output.text).join("");
}

/** What the start loads only sometimes, and the manifest with the version, are the checkout's own. */
function leaveToTheSources(bundling: PluginBuild): void {
  bundling.onResolve({ filter: /(?:run|make-bundle)\.ts$|package\.json$/ }, ({ path, resolveDir, kind }) =>
    kind === "entry-point" ? undefined : { path: relative(dirname(file), join(resolveDir, path)), external: true },
  );
}

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
