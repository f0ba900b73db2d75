import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ToolchainPorts } from "./ports.ts";
import type { SetupProgress } from "./setup-progress.ts";
import type { PinnedFile } from "./supported.ts";

export interface Scratch extends Disposable {
  readonly path: string;
}

/** A folder of the test's own, gone with its block. */
export function scratch(): Scratch {
  const path = mkdtempSync(join(tmpdir(), "ama toolchain-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

export interface TestPorts extends ToolchainPorts {
  readonly told: SetupProgress[];
}

/** Ports with a cache in the folder, no configuration of pip but the variables given. */
export function portsIn(folder: string, env: Readonly<Record<string, string | undefined>> = {}): TestPorts {
  const told: SetupProgress[] = [];
  const [cache, state] = [join(folder, "cache"), join(folder, "state")];
  for (const one of [cache, state]) mkdirSync(one, { recursive: true });
  return {
    folders: { cache, readOnlyCaches: [], state, config: join(folder, "config") },
    env: { PATH: process.env["PATH"] ?? "", PIP_CONFIG_FILE: "/dev/null", ...env },
    platform: "linux",
    arch: "x64",
    progress: (progress) => void told.push(progress),
    told,
  };
}

export function pinnedTo(content: Buffer, file = "thing-1.0.tar.gz"): PinnedFile {
  const sha256 = createHash("sha256").update(content).digest("hex");
  return { project: "thing", file, sha256, bytes: content.length, unpackedBytes: content.length };
}
