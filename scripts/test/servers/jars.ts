import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryPath } from "../../../src/deps/coordinates.ts";
import { fetchAll } from "../../../src/deps/fetch-all.ts";
import { checkStored, storedPath } from "../../../src/deps/jar-store.ts";
import { openNetwork } from "../../../src/deps/network.ts";
import { mavenCentral } from "../../../src/deps/retired-repositories.ts";
import { cacheFolder } from "./cache-folder.ts";

/**
 * The jars that a server consists of, fetched where the cache lacks them: `<name>.jars` beside this file has one a line,
 * `group:artifact:version[:classifier]` and its SHA-256, as Maven has resolved them once. Some hold the same classes, so
 * their order counts; Drill's are without Jersey 1's server.
 */
export function jarsOf(name: string): Promise<readonly string[]> {
  const jars = fetched.get(name) ?? fetchJars(name);
  fetched.set(name, jars);
  return jars;
}

/** Two servers of one kind fetch their jars once. */
const fetched = new Map<string, Promise<readonly string[]>>();

async function fetchJars(name: string): Promise<readonly string[]> {
  const store = join(cacheFolder(), "jars");
  const network = openNetwork(store, { env: process.env });
  if (!network.ok) throw new Error(network.diagnostics.map(({ message }) => message).join(" "));
  const jars = wantedJars(name);
  const now = Date.now();
  const checks = await Promise.all(jars.map((jar) => checkStored(store, { ...jar, size: 0 }, now)));
  const lacking = jars.filter((_, i) => checks[i] !== "good");
  if (lacking.length > 0) console.log(`fetching ${lacking.length} jars of ${name}`);
  const tasks = lacking.map((jar) => ({ ...jar, repositories: [mavenCentral] }));
  const outcomes = await fetchAll(tasks, network.value, undefined);
  const refused = lacking.filter((_, i) => outcomes[i]?.is !== "fetched").map((jar) => jar.name);
  if (refused.length > 0) throw new Error(`these jars of ${name} cannot be fetched: ${refused.join(", ")}`);
  return jars.map((jar) => storedPath(store, { ...jar, size: 0 }));
}

function wantedJars(name: string) {
  const lines = readFileSync(join(import.meta.dirname, `${name}.jars`), "utf8")
    .trim()
    .split("\n");
  return lines.map((line) => {
    const [coordinates = "", sha256 = ""] = line.split(" ");
    const [groupId = "", artifactId = "", version = "", classifier] = coordinates.split(":");
    const path = repositoryPath({ groupId, artifactId, version, ...(classifier ? { classifier } : {}) });
    return { path, name: path.slice(path.lastIndexOf("/") + 1), sha256 };
  });
}
