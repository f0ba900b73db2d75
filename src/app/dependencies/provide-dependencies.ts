import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Folders } from "../../model/folders.ts";
import { ok, type Result } from "../../model/result.ts";
import type { AppHost } from "../app-host.ts";
import { locksOf } from "./locks.ts";
import type { Needs } from "./needs.ts";
import type { Prepared } from "../reading/prepare.ts";
import type { ProvidedPython } from "./provide-python.ts";
import type { ProvidedR } from "./provide-r.ts";
import type { ProvidedSpark } from "./provide-spark.ts";
import { pythonNeeds } from "./python-needs.ts";
import { rNeeds } from "./r-needs.ts";

/** What a run's processes are made of, on this machine's disk; each part only where an action needs it. */
export interface Provided {
  readonly spark?: ProvidedSpark;
  readonly python?: ProvidedPython;
  readonly r?: ProvidedR;
  /** What decides results beside sources and settings. */
  readonly locks: Readonly<Record<string, string>>;
}

/** Installs and resolves what the actions need, and nothing else; says what it does while it takes time. */
export async function provideDependencies(
  needs: Needs,
  prepared: Prepared,
  folders: Folders,
  host: AppHost,
  update = false,
): Promise<Result<Provided>> {
  const diagnostics: Diagnostic[] = [];
  const installed: Record<string, string> = {};
  const provided: { spark?: ProvidedSpark; python?: ProvidedPython; r?: ProvidedR } = {};
  if (needs.spark) {
    const { provideSpark } = await import("./provide-spark.ts");
    const spark = await provideSpark(prepared, folders, host, update);
    diagnostics.push(...spark.diagnostics);
    if (!spark.ok) return { ok: false, diagnostics };
    provided.spark = spark.value;
    Object.assign(installed, { jars: spark.value.jars.digest, spark: spark.value.toolchain.spark.version });
  }
  if (needs.python) {
    const { providePython } = await import("./provide-python.ts");
    const python = await providePython(pythonNeeds(prepared), prepared, folders, host, update);
    diagnostics.push(...python.diagnostics);
    if (!python.ok) return { ok: false, diagnostics };
    provided.python = python.value;
    installed["python"] = python.value.digest;
  }
  if (needs.r) {
    const { provideR } = await import("./provide-r.ts");
    const r = await provideR(rNeeds(prepared), prepared, folders, host, update);
    diagnostics.push(...r.diagnostics);
    if (!r.ok) return { ok: false, diagnostics };
    provided.r = r.value;
    installed["r"] = r.value.digest;
  }
  return ok({ ...provided, locks: locksOf(installed, prepared) }, diagnostics);
}
