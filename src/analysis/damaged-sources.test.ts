import { expect, test } from "vitest";
import type { Location } from "../model/location.ts";
import { analyseScala } from "./scala.ts";

const source = `import org.apache.spark.sql.functions._
/** Odd numbers. */
case class Row(n: Int, text: String = "a\\"b")
object Row { val table = "start" }
val odd = AmaContext.getDataFrame(Row.table, "odd")
  // in the middle
  .where($"n" > 100 && $"text".isNotNull)
lazy val Array(a, b) = Array(1, 2); var c = 'x'
val q = s"""select * from start.rdd
  |where n = \${odd.count()} and t = "\${env.name}" """.stripMargin
spark.sql(q).write.mode("append").json(env.outputRootPath + "/x")
for (i <- 1 to 3; j = i * 2 if j > 2) yield { AmaContext.register("r" + "s", odd.sample(0.1)) }
odd match { case Row(n, _) if n > 1 => n; case other @ _ => 0 }
`;

/** Cuts, doubles and swaps pieces, and puts marks where they don't belong. */
function damaged(seed: number): string {
  let state = seed * 7919;
  const next = (limit: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % limit;
  };
  let text = source;
  for (let times = 1 + next(4); times > 0; times--) {
    const [from, length] = [next(text.length), next(40)];
    const piece = text.slice(from, from + length);
    const marks = ['"', '"""', "{", ")", "/*", "`", "\uFEFF", "\t", "\r\n", "$", "😀", "=>", "\u0000"];
    const instead =
      ["", piece + piece, marks[next(marks.length)] ?? "", [...piece].toReversed().join("")][next(4)] ?? "";
    text = text.slice(0, from) + instead + text.slice(from + length);
  }
  return text;
}

function isIn(text: string, at: Location): boolean {
  const lines = text.replace(/^\uFEFF/, "").split("\n");
  const line = lines[at.line - 1];
  return (
    line !== undefined && at.column >= 1 && at.column <= line.length + 1 && (at.endLine ?? at.line) <= lines.length
  );
}

test("whatever a file holds, it is analysed, and every place lies in it", () => {
  const outside: string[] = [];
  for (let seed = 1; seed <= 400; seed++) {
    const text = damaged(seed);
    const analysis = analyseScala("src/a.scala", text);
    const places = [...analysis.reads, ...analysis.defines, ...analysis.open, ...analysis.diagnostics].flatMap(
      ({ at }) => at ?? [],
    );
    for (const at of [...places, ...analysis.computedReads])
      if (!isIn(text, at)) outside.push(`seed ${seed}: ${at.line}:${at.column}`);
  }
  expect(outside).toEqual([]);
});

test("the undamaged one is understood", () => {
  const analysis = analyseScala("src/a.scala", source);
  expect(analysis.parsed).toBe(true);
  expect(analysis.reads.map(({ action, name }) => `${action}.${name}`)).toEqual([
    "start.odd",
    "start.rdd",
    "start.rdd",
  ]);
  expect(analysis.defines.map(({ name }) => name)).toEqual(["Row", "odd", "a", "b", "c", "q", "rs"]);
  expect(analysis.writesOutside.map(({ what }) => what)).toEqual(["an append"]);
});
