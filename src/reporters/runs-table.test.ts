import { expect, test } from "vitest";
import { type RunRow, runsTable } from "./runs-table.ts";

const start = new Date(2026, 0, 31, 9, 5).getTime();
const rows: RunRow[] = [
  {
    alias: 41,
    job: "amaterasu-test",
    environment: "test",
    branch: "error-handling",
    commit: "3f2a91c0aa",
    dirty: true,
    createdAt: start,
    isRunning: true,
  },
  {
    alias: 40,
    job: "読む",
    environment: "dev",
    commit: "3f2a91c0aa",
    dirty: false,
    createdAt: start - 60_000,
    resumes: 39,
    isRunning: false,
    end: { at: start - 30_000, status: "succeeded" },
  },
  {
    alias: 9,
    job: "a".repeat(60),
    environment: "production-eu",
    dirty: true,
    createdAt: start - 90_000,
    isRunning: false,
    end: { at: start, status: "environment-failed" },
  },
  { alias: 8, job: "killed", environment: "test", dirty: false, createdAt: start - 100_000, isRunning: false },
  {
    alias: 7,
    job: "stopped",
    environment: "test",
    dirty: false,
    createdAt: start - 100_000,
    isRunning: false,
    end: { at: start, status: "cancelled" },
  },
];
const table = (columns: number) => runsTable(rows, { columns, colour: false, now: start + 5000 }).join("\n");

test("runs with all that is known, or what there is room for", () => {
  expect(table(160)).toMatchInlineSnapshot(`
    "  run  job                               environment    source                              started                 took  status
    ▸  41  amaterasu-test                    test           error-handling @ 3f2a91c + changes  2026-01-31 09:05       5.0 s  running
    ✔  40  読む                              dev            3f2a91c                             2026-01-31 09:04        30 s  succeeded, continues 39
    ✖   9  aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…  production-eu                                      2026-01-31 09:03  1 min 30 s  environment failed
    !   8  killed                            test                                               2026-01-31 09:03              broken off
    ■   7  stopped                           test                                               2026-01-31 09:03  1 min 40 s  cancelled"
  `);
  expect(table(100)).toMatchInlineSnapshot(`
    "  run  job             environment    source              started                 took  status
    ▸  41  amaterasu-test  test           error-handling @…   2026-01-31 09:05       5.0 s  running
    ✔  40  読む            dev            3f2a91c             2026-01-31 09:04        30 s  succeeded,…
    ✖   9  aaaaaaaaaaaaa…  production-eu                      2026-01-31 09:03  1 min 30 s  environment…
    !   8  killed          test                               2026-01-31 09:03              broken off
    ■   7  stopped         test                               2026-01-31 09:03  1 min 40 s  cancelled"
  `);
  expect(table(60)).toMatchInlineSnapshot(`
    "  run  job            environment          took  status
    ▸  41  amaterasu-te…  test                5.0 s  running
    ✔  40  読む           dev                  30 s  succeeded,…
    ✖   9  aaaaaaaaaaaa…  production-eu  1 min 30 s  environmen…
    !   8  killed         test                       broken off
    ■   7  stopped        test           1 min 40 s  cancelled"
  `);
  expect(runsTable([], { columns: 80, colour: false, now: start })).toEqual([]);
});
