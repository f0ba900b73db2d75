import { error } from "../../diagnostics/report.ts";
import { failed, ok, type Result } from "../../model/result.ts";
import { fetchAll } from "../fetch-all.ts";
import type { JarsPorts } from "../jars-request.ts";
import { openNetwork } from "../network.ts";
import { isMissing, refusalDiagnostics } from "../refusals.ts";
import { mavenCentral } from "../retired-repositories.ts";
import { storeFolder } from "../store-folder.ts";

/** A jar that holds a Python. */
export interface PythonJar {
  /** Where Maven Central has it. */
  readonly path: string;
  readonly file: string;
  readonly sha256: string;
}

/** Fetches a jar with a Python in it, from Maven Central or the mirror that settings.xml names for it. */
export async function fetchPythonJar(
  { path, file, sha256 }: PythonJar,
  cacheFolder: string,
  ports: Pick<JarsPorts, "env" | "signal" | "onProgress">,
): Promise<Result<string>> {
  const network = openNetwork(storeFolder(cacheFolder), ports);
  if (!network.ok) return network;
  const [outcome] = await fetchAll(
    [{ path, name: file, sha256, repositories: [mavenCentral] }],
    network.value,
    ports.onProgress,
  );
  if (outcome?.is === "fetched") return ok(outcome.path);
  const refused = { coordinates: file, refusals: outcome?.refusals ?? [] };
  const hint = "Let the mirror of Maven Central in ~/.m2/settings.xml serve it, or install a Python of your own.";
  const gone = isMissing(refused)
    ? [error("AMA1717", `Maven Central, or your mirror of it, lacks ${file}.`, { hint })]
    : [];
  return failed(...refusalDiagnostics([refused]), ...gone);
}
