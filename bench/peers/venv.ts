import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The `bin` folder of a Python environment with what a peer's requirements name; made once. Throws where it cannot be. */
export function venv(root: string, peer: string): string {
  const requirements = join(root, "bench/peers", peer, "requirements.txt");
  const folder = join(root, "bench/out/peers", peer);
  const note = join(folder, "installed.txt");
  const wanted = readFileSync(requirements, "utf8");
  if (!existsSync(note) || readFileSync(note, "utf8") !== wanted) {
    console.error(`installing ${peer} …`);
    mkdirSync(folder, { recursive: true });
    const run = (command: string, ...args: string[]) =>
      execFileSync(command, args, { stdio: ["ignore", "ignore", "inherit"] });
    run("python3", "-m", "venv", "--clear", folder);
    run(join(folder, "bin/pip"), "install", "--quiet", "--disable-pip-version-check", "--requirement", requirements);
    writeFileSync(note, wanted);
  }
  return join(folder, "bin");
}
