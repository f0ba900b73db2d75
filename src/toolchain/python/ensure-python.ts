import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import { error, warning } from "../../diagnostics/report.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { failed, ok, type Result } from "../../model/result.ts";
import type { InstallationOrigin, PythonInstallation, PythonRequest } from "../../model/toolchain.ts";
import { findProgram, isProgram } from "../known-program.ts";
import type { ToolchainPorts } from "../ports.ts";
import { supportedPythons } from "../supported.ts";
import { inspectPython } from "./inspect-python.ts";
import type { FetchPython } from "./managed-python.ts";

/** A place to look for a Python, and how messages call it. */
interface Candidate {
  readonly path: string;
  readonly called: string;
}

/**
 * Which Python runs workers: the environment's, else a supported `PYSPARK_PYTHON`, else the first supported one of the
 * PATH (`python3`, then `python3.13` and so on), else a managed one, which is installed if `fetch` is given. Those passed
 * over are told of. Once they are known nothing is started.
 */
export async function ensurePython(
  request: PythonRequest,
  ports: ToolchainPorts,
  fetch?: FetchPython,
): Promise<Result<PythonInstallation>> {
  if (request.version !== undefined && !isSupported(request.version)) return failed(unsupported(request.version));
  if (request.home !== undefined) return ofEnvironment(request.home, request.version, ports);
  const remarks: Diagnostic[] = [];
  for (const candidate of candidates(request, ports)) {
    const found = await judge(candidate, request.version, "ambient", ports);
    if (found.ok) return ok(found.python, remarks);
    if (found.reason !== undefined) remarks.push(passedOver(candidate, found.reason));
  }
  const managed = await ensureManaged(request.version, ports, fetch);
  if (managed === undefined) return failed(...remarks, noPython(request.version, ports));
  const diagnostics = [...remarks, ...managed.diagnostics];
  return managed.ok ? ok(managed.value, diagnostics) : { ok: false, diagnostics };
}

/** Undefined where there is none to be had for this platform, or none that starts here. */
async function ensureManaged(
  version: string | undefined,
  ports: ToolchainPorts,
  fetch: FetchPython | undefined,
): Promise<Result<PythonInstallation> | undefined> {
  // It brings along what downloads and unpacks.
  const { findManagedPython, installPython, managedPython } = await import("./managed-python.ts");
  const python = managedPython(ports, version);
  const there = python && findManagedPython(python, ports);
  if (python === undefined || (there === undefined && fetch === undefined)) return undefined;
  const path = there === undefined && fetch ? await installPython(python, fetch, ports) : ok(there ?? "");
  if (!path.ok) return path;
  const found = await inspectPython(path.value, ports);
  return found && ok({ ...found, origin: "managed" });
}

async function ofEnvironment(
  home: string,
  version: string | undefined,
  ports: ToolchainPorts,
): Promise<Result<PythonInstallation>> {
  const path = interpreterIn(resolve(home));
  const found = await judge({ path, called: home }, version, "environment", ports);
  if (found.ok) return ok(found.python);
  return failed(
    error("AMA1716", `The environment's Python ${home} cannot be used: ${found.reason ?? noneThere}.`, {
      hint: `Let \`python: {home}\` name a Python ${supportedNames()}, or leave it out to use the one of the PATH.`,
    }),
  );
}

type Judgement =
  | { readonly ok: true; readonly python: PythonInstallation }
  /** Without a reason there is nothing to be told of. */
  | { readonly ok: false; readonly reason?: string };

const noneThere = "there is no Python in it that starts";

async function judge(
  { path }: Candidate,
  wanted: string | undefined,
  origin: InstallationOrigin,
  ports: ToolchainPorts,
): Promise<Judgement> {
  if (!isProgram(path)) return { ok: false };
  const found = await inspectPython(path, ports);
  const reason = found === undefined ? "it does not start" : whyPassedOver(found, wanted);
  return found === undefined || reason !== undefined
    ? { ok: false, ...(reason === undefined ? {} : { reason }) }
    : { ok: true, python: { ...found, origin } };
}

function whyPassedOver(
  { version, platform }: { readonly version: string; readonly platform: string },
  wanted: string | undefined,
): string | undefined {
  if (!platform.startsWith("cpython-")) return `it is no CPython but ${platform.split("-")[0]}`;
  if (/^cpython-\d+t-/.test(platform)) return "it is built without the interpreter lock, which Spark's workers need";
  if (wanted !== undefined && version !== wanted && !version.startsWith(`${wanted}.`))
    return `it is Python ${version}, and the environment asks for ${wanted}`;
  return isSupported(version) ? undefined : `it is Python ${version}, and supported is ${supportedNames()}`;
}

function isSupported(version: string): boolean {
  return version === "3" || supportedPythons.some((minor) => version === minor || version.startsWith(`${minor}.`));
}

function unsupported(version: string): Diagnostic {
  return error("AMA1716", `The environment asks for Python ${version}, which is not supported.`, {
    hint: `Let \`python: {version}\` be one of ${supportedNames()}, or leave it out.`,
  });
}

/** With a version asked for, the program of that name is looked at before `python3`. */
function candidates({ version }: PythonRequest, { env }: ToolchainPorts): readonly Candidate[] {
  const { PYSPARK_PYTHON } = env;
  const minor = version?.split(".").slice(0, 2).join(".");
  const suffixes = minor === undefined ? ["3", ...supportedPythons] : [minor, "3"];
  const onPath = suffixes.flatMap((suffix) => {
    const name = `python${suffix}`;
    const path = findProgram(name, env);
    return path === undefined ? [] : [{ path, called: path }];
  });
  const pyspark = PYSPARK_PYTHON ? findProgram(PYSPARK_PYTHON, env) : undefined;
  return pyspark === undefined ? onPath : [{ path: pyspark, called: `PYSPARK_PYTHON (${PYSPARK_PYTHON})` }, ...onPath];
}

/** The folder may be the one of the environment or the `bin` in it; the interpreter itself will do as well. */
function interpreterIn(home: string): string {
  if (statSync(home, { throwIfNoEntry: false })?.isFile()) return home;
  const [usual, inBin] = [join(home, "bin", "python3"), join(home, "python3")];
  return !isProgram(usual) && isProgram(inBin) ? inBin : usual;
}

/** `3.10 to 3.14` */
export function supportedNames(): string {
  const minors = supportedPythons.map((version) => Number(version.split(".")[1]));
  return `3.${Math.min(...minors)} to 3.${Math.max(...minors)}`;
}

function passedOver({ called }: Candidate, reason: string): Diagnostic {
  return warning("AMA1711", `${called} is passed over: ${reason}.`, {
    hint: "Name the one that is meant in the environment's `python: {home}`, or in PYSPARK_PYTHON.",
  });
}

/** The command that brings a Python, of that version if one is asked for, to this platform. */
export function pythonCommand(platform: NodeJS.Platform, version?: string): string {
  const minor = version?.split(".").slice(0, 2).join(".");
  return platform === "darwin"
    ? `brew install python@${minor ?? "3.13"}`
    : `sudo apt-get install python${minor ?? "3"}`;
}

function noPython(version: string | undefined, { platform }: ToolchainPorts): Diagnostic {
  const wanted = version ?? supportedNames();
  return error("AMA1717", `This job needs Python ${wanted}, and there is none on the PATH.`, {
    hint: `Install one (${pythonCommand(platform, version)}), or let the environment's \`python: {home}\` name it.`,
  });
}
