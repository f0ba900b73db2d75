import { readFileSync } from "node:fs";
import { getCACertificates } from "node:tls";
import { error } from "../diagnostics/report.ts";
import { failed, ok, type Result } from "../model/result.ts";
import type { ProcessVariables } from "./maven-settings.ts";

/** The authorities to trust: Node's own, and those of the file that `SSL_CERT_FILE` names. */
export function trustedCertificates(env: ProcessVariables): Result<readonly string[]> {
  const own = getCACertificates("default");
  const file = env.SSL_CERT_FILE;
  if (file === undefined || file === "") return ok(own);
  try {
    return ok([...own, readFileSync(file, "utf8")]);
  } catch (e) {
    const hint = "Let SSL_CERT_FILE name a readable PEM file, or unset it.";
    return failed(error("AMA1527", `SSL_CERT_FILE names ${file}, which cannot be read (${String(e)}).`, { hint }));
  }
}
