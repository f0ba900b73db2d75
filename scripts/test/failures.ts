/** The first line of a failure, as the suites print it: ours, Scala's, unittest's, vitest's. */
const begins = /^\s*(?:✗ |FAILED |FAIL:? |ERROR: )/;
/** A line that belongs to no failure any more. */
const ends = /^\s*(?:✓ |- |u |slow: |Ran \d+ tests|Test Files |failed: |\d+ skipped$)|\b\d+ passed, \d+ failed/;

/** The failures that a suite printed among all the rest, each with the lines that explain it, up to so many. */
export function failuresIn(output: string, most = 60): readonly string[] {
  const failures: string[][] = [];
  let current: string[] | undefined;
  for (const line of output.split("\n")) {
    if (begins.test(line)) failures.push((current = [line]));
    else if (ends.test(line)) current = undefined;
    else current?.push(line);
  }
  return failures.map((lines) => shortened(lines, most).join("\n").trimEnd());
}

function shortened(lines: readonly string[], most: number): readonly string[] {
  const half = Math.floor(most / 2);
  const left = lines.length - 2 * half;
  return left <= 0 ? lines : [...lines.slice(0, half), `  … ${left} lines …`, ...lines.slice(-half)];
}
