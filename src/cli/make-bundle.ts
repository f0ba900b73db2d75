import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Whoever has no esbuild for this machine shall not wait for that at every start. */
const failedForMs = 3_600_000;
/** The maker's exit code where sources are just being changed. */
const notAtRest = 75;

/** Bundles a checkout's program into a file; false where that cannot be, or not now. */
export function makeBundle(root: string, file: string): boolean {
  const maker = join(root, "scripts/build/bundle-program.ts");
  if (!existsSync(maker) || !existsSync(join(root, "node_modules/esbuild")) || !canWrite(dirname(file))) return false;
  const failure = `${file}.failed`;
  const failedAt = statSync(failure, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (Date.now() - failedAt < failedForMs) return false;
  const env = { ...process.env, NODE_COMPILE_CACHE: dirname(file) };
  const { status } = spawnSync(process.execPath, [maker, root, file], { stdio: "ignore", env });
  if (status !== 0 && status !== notAtRest) note(failure);
  return status === 0;
}

function canWrite(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    // A checkout of somebody else, or on a read-only disk.
    return false;
  }
}

function note(failure: string): void {
  try {
    writeFileSync(failure, "");
  } catch {
    // The disk is full; then the next start tries again.
  }
}
