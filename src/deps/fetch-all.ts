import { fetchJar, type FetchOutcome, type WantedJar } from "./fetch-jar.ts";
import type { JarsPorts } from "./jars-request.ts";
import type { Network } from "./network.ts";
import type { Repository } from "./wanted-repositories.ts";

/** A jar to fetch and where to look for it. */
export interface FetchTask extends WantedJar {
  readonly repositories: readonly Repository[];
  readonly size?: number;
}

const atOnce = 6;

/** Fetches all, a few at once; the outcomes come in the tasks' order. */
export async function fetchAll(
  tasks: readonly FetchTask[],
  network: Network,
  onProgress: JarsPorts["onProgress"],
): Promise<readonly FetchOutcome[]> {
  const ofBytes = tasks.every(({ size }) => size !== undefined)
    ? tasks.reduce((sum, { size = 0 }) => sum + size, 0)
    : undefined;
  let [jars, bytes] = [0, 0];
  function tell(): void {
    onProgress?.({ is: "fetching", jars, ofJars: tasks.length, bytes, ...(ofBytes === undefined ? {} : { ofBytes }) });
  }
  const counting: Network = {
    ...network,
    onBytes: (count) => {
      bytes += count;
      tell();
    },
  };
  const outcomes: FetchOutcome[] = [];
  const queue = tasks.entries();
  async function work(): Promise<void> {
    for (const [index, task] of queue) {
      outcomes[index] = await fetchJar(task, task.repositories, counting);
      jars += 1;
      tell();
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, tasks.length) }, work));
  return outcomes;
}
