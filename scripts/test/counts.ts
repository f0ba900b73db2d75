/** How many tests passed and failed. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/**
 * How many tests passed and failed by the last lines that a suite printed: `3 passed, 1 failed`, or as vitest says it.
 * A suite that prints no counts, or that ends badly without naming a failure, has failed once.
 */
export function countsOf(output: string, code: number | null): Counts {
  const plain = [...output.matchAll(/(\d+) passed, (\d+) failed/g)].at(-1);
  const vitest = [...output.matchAll(/^\s*Tests\s+(?:(\d+) failed \| )?(?:(\d+) passed)?/gm)].at(-1);
  const [passed, failed] = plain ? [plain[1], plain[2]] : [vitest?.[2], vitest?.[1]];
  const counts = { passed: Number(passed ?? 0), failed: Number(failed ?? 0) };
  const counted = counts.passed + counts.failed > 0;
  return counted && (code === 0 || counts.failed > 0) ? counts : { ...counts, failed: counts.failed + 1 };
}
