import { expect, test } from "vitest";
import { placesOutside } from "./damaged-fixture.ts";
import { loadPython } from "./python.ts";
import { loadR } from "./r.ts";
import { analyseScala } from "./scala.ts";
import { analyseSql } from "./sql.ts";

const scala = `import org.apache.spark.sql.functions._
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

const python = `from pyspark.sql import functions as F, Window
"""Odd numbers."""
table: str = "start"
class Row:
    table = "start"
odd = (AmaContext.get_dataframe(table, f"o{'dd'}")
       # in the middle
       .where((F.col("n") > 100) & F.col("text").isNotNull()))
def noisy(df, *, by=0.1, **more):
    global last
    last = df.sample(by)
    return [x for x in last.collect() if x[0] != 'a\\'b']
(a, b), *c = (1, 2), {"x": 3}
q = f"""select * from start.rdd
where n = {odd.count()} and t = '{env.name}' """
spark.sql(q).write.mode("append").json(env.output_root_path + "/x")
with open("/log", "w") as log, lock: log.write(r"\\d")
for i, (j, k) in enumerate(c):
    if (n := i) > 1: ama_context.register("r" + "s", noisy(odd))
    else: del j
try: match(a)
except (E, F) as e: raise
`;
const r = `library(SparkR)
# Odd numbers.
table <- "start"; odd = AmaContext$get_dataframe(table, paste0("o", 'dd')) %>%
  # in the middle
  filter(n > 100 & !is.na(text)) |> select("n")
noisy <- function(df, by = 0.1, ...) {
  last <<- sample(df, FALSE, by)
  if (by > 1L) last else NULL
}
\`a b\` <- noisy(odd)[["x"]]$y
q <- r"(select * from start.rdd where t = "d")"
write.json(sql(q), file.path(env$outputRootPath, "x"), mode = "append")
for (i in 1:3) { assign("rs", \\(x) x + i); repeat { break } }
5 -> z; names(odd)[1] <- 'n'
AmaContext$register("r", odd)
`;

const sql = `-- Odd numbers.
CREATE OR REPLACE TEMP VIEW \`a b\` AS /* in the middle */
  WITH x AS (SELECT *, rand() AS r FROM start.odd WHERE n > 100 AND t = '\${env.name}' AND d = :day)
  SELECT x.n, CASE WHEN n IS NULL THEN 'it''s' ELSE "y" END FROM x JOIN start.rdd USING (n);
BEGIN IF 1 = 1 THEN INSERT INTO t SELECT * FROM \`start\`.\`rdd\`; END IF; END;
COPY (SELECT 1) TO '\${env.outputRootPath}/x';
SELECT a::int, {'k': v} FROM read_csv(['/a.csv', '/b.csv'], header = true)
`;

test.each([
  ["Scala", analyseScala, scala],
  ["Python", await loadPython(), python],
  ["R", await loadR(), r],
  ["SQL", analyseSql, sql],
])("whatever a %s file holds, it is analysed, and every place lies in it", (_, analyser, source) => {
  expect(placesOutside(analyser, source, 400)).toEqual([]);
});

test.each([
  ["Scala", analyseScala, scala, ["start.odd", "start.rdd", "start.rdd"], ["Row", "odd", "a", "b", "c", "q", "rs"]],
  [
    "Python",
    await loadPython(),
    python,
    ["start.odd", "start.rdd", "start.rdd"],
    ["F", "Window", "table", "Row", "odd", "noisy", "a", "b", "c", "q", "log", "i", "j", "k", "n", "e", "last", "rs"],
  ],
  [
    "R",
    await loadR(),
    r,
    ["start.odd", "start.rdd", "start.rdd"],
    ["table", "odd", "noisy", "a b", "q", "i", "rs", "z", "last", "r"],
  ],
  ["SQL", analyseSql, sql, ["start.odd", "start.rdd", "start.rdd"], ["a b", "result"]],
])("the undamaged %s one is understood", (_, analyser, source, reads, names) => {
  const analysis = analyser("src/a", source);
  expect(analysis).toMatchObject({ parsed: true, diagnostics: [] });
  expect(analysis.reads.map(({ action, name }) => `${action}.${name}`)).toEqual(reads);
  expect(analysis.defines.map(({ name }) => name)).toEqual(names);
  expect(analysis.writesOutside.map(({ what }) => what)).toEqual([
    analyser === analyseSql ? "INSERT INTO" : "an append",
  ]);
});
