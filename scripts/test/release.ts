import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toolchain } from "../toolchain.ts";
import { ideNames } from "./ide-names.ts";

/**
 * Both releases, built anew, installed into an empty home each, run a job from a folder that knows nothing of this one;
 * what they carry for IDEs has the names that actions use.
 */
const root = join(import.meta.dirname, "../..");
const scratch = mkdtempSync(join(tmpdir(), "ama-release-"));
const { runtimeJar } = toolchain();

function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): string {
  return execFileSync(command, args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** A home of its own; only the managed Spark and Java are shared, since they are 600 MB. */
function emptyHome(name: string): { home: string; env: Record<string, string> } {
  const home = join(scratch, name);
  mkdirSync(home, { recursive: true });
  const cache = join(runtimeJar.split("/runtime/")[0] ?? "");
  return {
    home,
    env: { HOME: home, AMA_CACHE: cache, AMA_STATE: join(home, "state"), npm_config_cache: join(scratch, "npm") },
  };
}

function runsAJob(
  name: string,
  install: (home: string, env: Record<string, string>) => readonly [command: string, ...args: string[]],
): boolean {
  const { home, env } = emptyHome(name);
  try {
    const [command, ...args] = install(home, env);
    const repo = join(home, "job");
    cpSync(join(root, "examples/odd-numbers"), repo, { recursive: true });
    const said = run(command, [...args, `--repo=${repo}`, "--env=dev", "--report=execution"], home, env);
    const written = readdirSync(join(repo, "out/high-odd-numbers")).includes("_SUCCESS");
    console.log(`${written ? "✓" : "✗"} ${name}`);
    if (!written) console.log(said);
    return written;
  } catch (problem) {
    console.log(`✗ ${name}: ${problem instanceof Error ? problem.message : String(problem)}`);
    return false;
  }
}

run(process.execPath, ["scripts/build.ts"], root);
const dist = join(root, "dist");
const results = [
  ...ideNames(join(dist, "package/ide"), scratch),
  runsAJob("npm package", (home, env) => {
    const [tarball = ""] = readdirSync(join(dist, "npm"));
    run(
      "npm",
      [
        "install",
        "--prefix",
        home,
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
        join(dist, "npm", tarball),
      ],
      home,
      env,
    );
    return [process.execPath, join(home, "node_modules/amaterasu/dist/ama.mjs"), "run"];
  }),
  runsAJob("archive", (home, env) => {
    const archive = readdirSync(dist).find((name) => name.endsWith(".tgz")) ?? "";
    run("tar", ["-xzf", join(dist, archive)], home, env);
    return [join(home, "ama/ama-start.sh")];
  }),
];
rmSync(scratch, { recursive: true, force: true });
const passed = results.filter(Boolean).length;
console.log(`${passed} passed, ${results.length - passed} failed`);
process.exitCode = passed === results.length ? 0 : 1;
