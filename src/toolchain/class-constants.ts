/** Bytes of each kind of constant after its tag, by tag; those of text (1) depend on it. JVM specification, §4.4. */
const constantBytes: Readonly<Record<number, number>> = {
  3: 4,
  4: 4,
  5: 8,
  6: 8,
  7: 2,
  8: 2,
  9: 4,
  10: 4,
  11: 4,
  12: 4,
  15: 3,
  16: 2,
  17: 4,
  18: 4,
  19: 2,
  20: 2,
};

/** The texts of a Java class file's constant pool, in their order. */
export function classConstants(classFile: Buffer): readonly string[] {
  const count = classFile.readUInt16BE(8);
  const texts: string[] = [];
  for (let index = 1, at = 10; index < count; index++) {
    const tag = classFile.readUInt8(at);
    if (tag === 1) {
      const length = classFile.readUInt16BE(at + 1);
      texts.push(classFile.toString("utf8", at + 3, at + 3 + length));
      at += 3 + length;
    } else {
      at += 1 + (constantBytes[tag] ?? 0);
      if (tag === 5 || tag === 6) index++; // long and double take two places
    }
  }
  return texts;
}
