import { expect, test } from "vitest";
import type { Analyser } from "./analyser.ts";

/** What an analyser tells of sources in the place of `file`, each part in words short enough to compare. */
export function toldBy(analyser: Analyser, file: string) {
  const analyse = (source: string) => analyser(file, source);
  return {
    analyse,
    reads: (source: string) =>
      analyse(source).reads.map(({ action, name, by, at }) => `${action}.${name} by ${by} at ${at.line}:${at.column}`),
    names: (source: string) => analyse(source).defines.map(({ name, kind }) => `${name}: ${kind}`),
    /** The names that may be datasets. */
    datasets: (source: string) =>
      analyse(source).defines.flatMap(({ name, kind, plain }) =>
        plain || kind === "method" || kind === "type" ? [] : [name],
      ),
    nonDeterministic: (source: string) =>
      analyse(source).defines.flatMap(({ name, nonDeterministic }) => (nonDeterministic ? [name] : [])),
    /** Those read as `< path`, then those written as `> path`. */
    paths: (source: string) => {
      const { pathsRead, pathsWritten } = analyse(source);
      return [...pathsRead.map(({ path }) => `< ${path}`), ...pathsWritten.map(({ path }) => `> ${path}`)];
    },
    writesOutside: (source: string) => analyse(source).writesOutside.map(({ what }) => what),
  };
}

/** Tests that sources of a size that nobody writes by hand cost no more than seconds. */
export function testLargeSources(
  analyse: (source: string) => unknown,
  sources: readonly (readonly [of: string, source: string])[],
): void {
  test.each(sources)("a large source of %s is answered soon", (_, source) => {
    const start = performance.now();
    analyse(source);
    expect(performance.now() - start).toBeLessThan(15_000);
  });
}
