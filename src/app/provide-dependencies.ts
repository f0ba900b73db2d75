import type { Folders } from "../model/folders.ts";
import { ok, type Result } from "../model/result.ts";
import type { AppHost } from "./app-host.ts";
import { locksOf } from "./locks.ts";
import type { Needs } from "./needs.ts";
import type { Prepared } from "./prepare.ts";
import type { ProvidedSpark } from "./provide-spark.ts";

/** What a run's processes are made of, on this machine's disk. */
export interface Provided {
  /** Only where an action needs it. */
  readonly spark?: ProvidedSpark;
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
  if (!needs.spark) return ok({ locks: locksOf({}, prepared) });
  const { provideSpark } = await import("./provide-spark.ts");
  const spark = await provideSpark(prepared, folders, host, update);
  if (!spark.ok) return spark;
  const { toolchain, jars } = spark.value;
  const locks = locksOf({ jars: jars.digest, spark: toolchain.spark.version }, prepared);
  return ok({ spark: spark.value, locks }, spark.diagnostics);
}
