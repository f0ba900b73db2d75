import { existsSync, statSync } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { Outbox } from "./outbox.ts";
import { seededRandom } from "./seeded-random.ts";

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

const line = (seq: number): string => `${seq} ${"x".repeat(seq % 17)}\n`;

function sent(outbox: Outbox): number[] {
  const seqs: number[] = [];
  for (let lines = outbox.next(); lines !== undefined; lines = outbox.next()) {
    for (const one of lines.toString().trimEnd().split("\n")) seqs.push(Number(one.split(" ")[0]));
  }
  return seqs;
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe("Outbox", () => {
  it("sends what was appended, once, in order", () => {
    const outbox = new Outbox();
    for (let i = 0; i < 3; i++) outbox.append(line);
    expect(sent(outbox)).toEqual([1, 2, 3]);
    expect(sent(outbox)).toEqual([]);
    outbox.append(line);
    expect(sent(outbox)).toEqual([4]);
  });

  it("sends again after a rewind, but not what was acknowledged or never there", () => {
    const outbox = new Outbox();
    for (let i = 0; i < 5; i++) outbox.append(line);
    sent(outbox);
    expect(outbox.acknowledge(2)).toBe(true);
    expect(outbox.rewindTo(3)).toBe(true);
    expect(sent(outbox)).toEqual([4, 5]);
    expect(outbox.rewindTo(1)).toBe(false);
    expect(outbox.rewindTo(6)).toBe(false);
  });

  it("refuses an acknowledgement of what it has not sent", () => {
    const outbox = new Outbox();
    outbox.append(line);
    expect(outbox.acknowledge(1)).toBe(false);
    sent(outbox);
    expect(outbox.acknowledge(1)).toBe(true);
    expect(outbox.heldBytes).toBe(0);
  });

  it("spills beyond its memory into a file of the user's own, and empties it when all is acknowledged", async () => {
    const spillFile = join(folder, "spill");
    const outbox = new Outbox({ spillFile, memoryBytes: 4096, segmentBytes: 512 });
    for (let i = 0; i < 1000; i++) outbox.append(line);
    expect(outbox.memoryBytes).toBeLessThan(4096 + 8192);
    const { size, mode } = await stat(spillFile);
    expect(size).toBeGreaterThan(1000);
    expect(mode & 0o777).toBe(0o600);
    expect(sent(outbox)).toEqual(range(1, 1000));
    outbox.acknowledge(1000);
    expect(statSync(spillFile).size).toBe(0);
    expect(outbox.memoryBytes).toBe(0);
    outbox.close();
    expect(existsSync(spillFile)).toBe(false);
  });

  it("goes on in memory when the disk takes no more", () => {
    const outbox = new Outbox({ spillFile: join(folder, "no/such/spill"), memoryBytes: 64, segmentBytes: 64 });
    for (let i = 0; i < 100; i++) outbox.append(line);
    expect(sent(outbox)).toEqual(range(1, 100));
  });

  it("keeps every message through any order of sending, rewinds and acknowledgements", () => {
    for (let seed = 1; seed <= 100; seed++) {
      const random = seededRandom(seed);
      const spillFile = random.chance(0.7) ? join(folder, `spill-${seed}`) : undefined;
      const outbox = new Outbox({
        memoryBytes: 300,
        segmentBytes: 50,
        ...(spillFile === undefined ? {} : { spillFile }),
      });
      let received = 0;
      for (let step = 0; step < 300; step++) {
        const dice = random.below(10);
        if (dice < 6) outbox.append(line);
        else if (dice < 8) {
          const seqs = (outbox.next()?.toString() ?? "").split("\n").filter(Boolean).map(Number.parseFloat);
          for (const seq of seqs) if (seq === received + 1) received = seq;
        } else if (dice < 9) outbox.rewindTo(received);
        else outbox.acknowledge(random.below(received + 1));
      }
      outbox.rewindTo(received);
      expect(sent(outbox), `seed ${seed}`).toEqual(range(received + 1, outbox.lastSeq));
      outbox.close();
    }
  });
});
