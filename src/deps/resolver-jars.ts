import { error } from "../diagnostics/report.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { failed, ok, type Result } from "../model/result.ts";
import { fetchAll } from "./fetch-all.ts";
import type { WantedJar } from "./fetch-jar.ts";
import { checkStored, storedPath } from "./jar-store.ts";
import type { JarsPorts } from "./jars-request.ts";
import type { Network } from "./network.ts";
import { isMissing, refusalDiagnostics, type RefusedJar } from "./refusals.ts";
import { mavenCentral } from "./retired-repositories.ts";

/**
 * What runtimes/resolver runs on: Maven Resolver with settings.xml's semantics (MIMA), the compiler that a Java runtime
 * lacks (Janino), and logging that says nothing. To move to another version, take the digests that the repository
 * publishes beside the jars.
 */
const resolverJars: readonly Required<WantedJar>[] = [
  jar(
    "eu/maveniverse/maven/mima/runtime",
    "standalone-static-uber",
    "2.4.39",
    "89ae84af3517acd0aa49c3900326531e7b9f28e86856fb72ae76da4bc25d3634",
  ),
  jar(
    "eu/maveniverse/maven/mima",
    "context",
    "2.4.39",
    "8632216e2d6efb8a33c8b14fcd79766152eeb5f93962ccc426e6f8271b6d34c9",
  ),
  jar("org/codehaus/janino", "janino", "3.1.12", "5699878c31e71c9a94cf472f95a2dad52ca7b0449c099276b8bd7e992a43595b"),
  jar(
    "org/codehaus/janino",
    "commons-compiler",
    "3.1.12",
    "17ea25d860225f4b59d0a512b4995f2e4711bdae5e15736cbcd5f6ce4dda8f7c",
  ),
  jar("org/slf4j", "slf4j-api", "2.0.17", "7b751d952061954d5abfed7181c1f645d336091b679891591d63329c622eb832"),
  jar("org/slf4j", "jcl-over-slf4j", "2.0.17", "affd06771589ebfe454bb11315a4f466ecaa135b95f3e7939534cf1d2fd7064c"),
  jar("org/slf4j", "slf4j-nop", "2.0.17", "3716f83649ec66161a2edefd4f49df34d1dd1c51cdcf941996c6987260f0a829"),
];

function jar(folder: string, artifact: string, version: string, sha256: string): Required<WantedJar> {
  const name = `${artifact}-${version}.jar`;
  return { path: `${folder}/${artifact}/${version}/${name}`, name, sha256 };
}

/** Fetches what the resolver runs on, from Maven Central or the user's mirror of it, where the store does not have it yet. */
export async function resolverClassPath(
  network: Network,
  onProgress: JarsPorts["onProgress"],
): Promise<Result<readonly string[]>> {
  const now = Date.now();
  const store = network.store;
  const checks = await Promise.all(resolverJars.map((one) => checkStored(store, { ...one, size: 0 }, now)));
  const lacking = resolverJars
    .filter((_, i) => checks[i] !== "good")
    .map((one) => ({ ...one, repositories: [mavenCentral] }));
  const outcomes = await fetchAll(lacking, network, onProgress);
  network.signal?.throwIfAborted();
  const refused = lacking.flatMap(({ name }, i): RefusedJar[] => {
    const outcome = outcomes[i];
    return outcome?.is === "refused" ? [{ coordinates: `${name} (of the resolver)`, refusals: outcome.refusals }] : [];
  });
  if (refused.length > 0) return failed(...refusalDiagnostics(refused), ...refused.filter(isMissing).map(notThere));
  return ok(resolverJars.map((one) => storedPath(store, { ...one, size: 0 })));
}

function notThere({ coordinates, refusals }: RefusedJar): Diagnostic {
  const asked = refusals.map((refusal) => refusal.asked).join(" and ");
  return error("AMA1525", `The jars cannot be resolved, because ${asked} lacks ${coordinates}.`, {
    hint: "Let the mirror of Maven Central in ~/.m2/settings.xml serve it.",
  });
}
