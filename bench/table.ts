/** One line of the result: what was measured, beside its peer or limit. */
export interface Row {
  readonly what: string;
  readonly ours: string;
  readonly other: string;
  /** `0.41 (at most 0.45)`. */
  readonly ratio: string;
  /** Nothing where no more was promised than to measure it. */
  readonly holds: boolean | undefined;
}

/** A row for our time beside a peer's. */
export function besidePeer(what: string, oursMs: number, peer: string, peerMs: number, limit: number): Row {
  const ratio = oursMs / peerMs;
  return {
    what,
    ours: duration(oursMs),
    other: `${peer} ${duration(peerMs)}`,
    ratio: `${ratio.toFixed(2)} × (at most ${limit})`,
    holds: ratio <= limit,
  };
}

/** A row for our time beside another one, for information. */
export function beside(what: string, oursMs: number, other: string, otherMs: number): Row {
  const ratio = `${(oursMs / otherMs).toFixed(2)} ×`;
  return { what, ours: duration(oursMs), other: `${other} ${duration(otherMs)}`, ratio, holds: undefined };
}

/** A row for our time beside a limit in milliseconds. */
export function besideLimit(what: string, oursMs: number, limitMs: number): Row {
  return {
    what,
    ours: duration(oursMs),
    other: `limit ${duration(limitMs)}`,
    ratio: `${(oursMs / limitMs).toFixed(2)} ×`,
    holds: oursMs <= limitMs,
  };
}

export function renderTable(rows: readonly Row[]): string {
  const lines = [
    ["what", "ours", "beside", "ratio", ""],
    ["---", "---", "---", "---", "---"],
    ...rows.map((r) => [r.what, r.ours, r.other, r.ratio, r.holds === undefined ? "" : r.holds ? "✓" : "✗"]),
  ];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function duration(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  return ms < 2000 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(2)} s`;
}
