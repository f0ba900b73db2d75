/** Numbers that look random and depend on the seed alone (mulberry32). */
export interface Random {
  /** From 0 until `below`. */
  int(below: number): number;
  /** True in that share of cases. */
  chance(share: number): boolean;
  pick<T>(from: readonly [T, ...T[]]): T;
}

export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const unit = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const int = (below: number): number => Math.floor(unit() * below);
  return { int, chance: (share) => unit() < share, pick: (from) => from[int(from.length)] ?? from[0] };
}
