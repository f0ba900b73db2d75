import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ok, type Result } from "../../model/result.ts";
import { findInstalled, type Installable, install } from "../install.ts";
import type { ToolchainPorts } from "../ports.ts";
import type { PinnedFile } from "../supported.ts";
import { readZip } from "../zip-reader.ts";

export interface ManagedPython extends PinnedFile {
  readonly version: string;
  readonly platform: string;
  /** Where Maven Central has it. */
  readonly path: string;
}

/** Fetches the jar of a Python; another part of the program knows how Maven's repositories are reached. */
export type FetchPython = (python: ManagedPython) => Promise<Result<string>>;

const folder = "org/bytedeco/cpython/3.14.3-1.5.13";

/**
 * Pythons that can be installed where there is none: whole ones, as JavaCPP's presets have them. They need glibc 2.35.
 * On macOS there always is a way to a Python (docs/decisions/0026).
 */
const managedPythons: readonly ManagedPython[] = [
  inJar("linux-x64", "linux-x86_64", 27_465_905, "eb5f1a6fe2dc498ac18927189a37f28a47b0ba06ae6bd85112eff023fe2eb46f"),
  inJar("linux-arm64", "linux-arm64", 28_282_287, "75d0ac8f457bdb2d6b684796c282ce4da1e0c377a02b954de2c718f80901a15f"),
];

function inJar(platform: string, classifier: string, bytes: number, sha256: string): ManagedPython {
  const file = `cpython-3.14.3-1.5.13-${classifier}.jar`;
  const path = `${folder}/${file}`;
  return { version: "3.14.3", project: "cpython", platform, file, path, bytes, sha256, unpackedBytes: 60_000_000 };
}

/** The Python that can be had for a platform, in the version that is asked for. */
export function managedPython({ platform, arch }: ToolchainPorts, version?: string): ManagedPython | undefined {
  return managedPythons.find(
    (python) =>
      python.platform === `${platform}-${arch}` &&
      (version === undefined || python.version === version || python.version.startsWith(`${version}.`)),
  );
}

/** The interpreter of an installed one. */
export function findManagedPython(python: ManagedPython, ports: ToolchainPorts): string | undefined {
  const home = findInstalled(installablePython(python), ports);
  return home && join(home, "bin", "python3");
}

/** Installs it unless it is there. */
export async function installPython(
  python: ManagedPython,
  fetch: FetchPython,
  ports: ToolchainPorts,
): Promise<Result<string>> {
  const home = await install(installablePython(python, fetch), ports);
  return home.ok ? ok(join(home.value, "bin", "python3"), home.diagnostics) : home;
}

function installablePython(python: ManagedPython, fetch?: FetchPython): Installable {
  return {
    what: `Python ${python.version}`,
    folder: `python/${python.version}`,
    pinned: python,
    unpack: unpackPython,
    ...(fetch === undefined ? {} : { fetch: (target) => fetchTo(target, () => fetch(python)) }),
  };
}

async function fetchTo(target: string, fetch: () => Promise<Result<string>>): Promise<Result<string>> {
  const jar = await fetch();
  if (!jar.ok) return jar;
  await copyFile(jar.value, target);
  return ok(target);
}

/** Java's side of the presets, documentation, tests, and what environments bring along themselves. */
const leftOut =
  /^(share|libs|libjnipython|python3\.\d+\/)|^lib\/(cmake|pkgconfig)|\/(test|idlelib|turtledemo|site-packages|config-[^/]*)\/./;

/** Takes the Python out of the jar, which is a zip file without permissions. */
async function unpackPython(jar: string, home: string, signal?: AbortSignal): Promise<string | undefined> {
  for (const entry of readZip(await readFile(jar))) {
    signal?.throwIfAborted();
    const [, name] = /^org\/bytedeco\/cpython\/[^/]+\/(.*[^/])$/.exec(entry.name) ?? [];
    if (name === undefined || leftOut.test(name)) continue;
    const target = join(home, name);
    if (!target.startsWith(`${home}/`)) return `${entry.name} leaves the folder`;
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, entry.read(), { mode: name.startsWith("bin/") ? 0o755 : 0o644 });
  }
  return undefined;
}
