import { error } from "../diagnostics/report.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Refusal } from "./fetch-jar.ts";

/** A jar that was not fetched, and what each repository said. */
export interface RefusedJar {
  readonly coordinates: string;
  readonly refusals: readonly Refusal[];
}

/** Whether all repositories were asked and none has it, as opposed to not having been able to ask. */
export function isMissing({ refusals }: RefusedJar): boolean {
  return refusals.every(({ outcome }) => outcome.is === "absent");
}

/**
 * Says why jars could not be fetched that may well exist: one diagnostic for each reason and repository, however many
 * jars it keeps away.
 */
export function refusalDiagnostics(refused: readonly RefusedJar[]): readonly Diagnostic[] {
  const reasons = new Map<string, { readonly refusal: Refusal; readonly jars: string[] }>();
  for (const jar of refused.filter((one) => !isMissing(one))) {
    for (const refusal of jar.refusals.filter(({ outcome }) => outcome.is !== "absent")) {
      const key = `${refusal.outcome.is} ${refusal.outcome.is === "other-content" ? jar.coordinates : refusal.asked}`;
      const reason = reasons.get(key) ?? { refusal, jars: [] };
      reason.jars.push(jar.coordinates);
      reasons.set(key, reason);
    }
  }
  return [...reasons.values()].map(({ refusal, jars }) => diagnosticFor(refusal, jars));
}

function diagnosticFor({ repository, asked, outcome }: Refusal, jars: readonly string[]): Diagnostic {
  const [first = "", ...others] = jars;
  const what = others.length === 0 ? first : `${first} (and ${others.length} more)`;
  switch (outcome.is) {
    case "denied":
      return denied(repository.id, asked, `answers ${outcome.status}`, what);
    case "unwritable":
      return error("AMA1526", `${what} cannot be written into the cache: ${outcome.reason}.`, {
        hint: "Make room, or let AMA_CACHE name a folder that you may write.",
      });
    case "other-content":
      return error(
        "AMA1524",
        `${what} from ${asked} is not the jar expected: its digest is ${outcome.found}, not ${outcome.expected}.`,
        {
          hint: "If the jar was published anew on purpose, delete its lock file; otherwise somebody or something changed it on the way.",
        },
      );
    case "blocked":
      return denied(repository.id, repository.url, `is blocked by the mirror ${outcome.mirror} of settings.xml`, what);
    default:
      return unreachable(repository.id, asked, outcome.is === "failed" ? outcome.reason : outcome.is, what);
  }
}

/** AMA1521: the repository may have it, but cannot be asked. */
export function unreachable(id: string, url: string, why: string, what: string): Diagnostic {
  return error("AMA1521", `The repository ${id} (${url}) cannot be reached, and ${what} is needed: ${why}.`, {
    hint: "Check the network, HTTPS_PROXY, SSL_CERT_FILE, and the mirrors and proxies of ~/.m2/settings.xml; then run it again.",
  });
}

/** AMA1522: the repository can be asked, but not by us. */
export function denied(id: string, url: string, how: string, what: string): Diagnostic {
  return error("AMA1522", `The repository ${id} (${url}) ${how}, and ${what} is needed.`, {
    hint: `Give the credentials in a <server> of ~/.m2/settings.xml whose id is that of the repository or its mirror.`,
  });
}
