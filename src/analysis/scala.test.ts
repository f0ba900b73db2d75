import { describe, expect, test } from "vitest";
import { analyseScala } from "./scala.ts";
import { toldBy } from "./told-by.test-support.ts";

const { analyse, reads, names, nonDeterministic, paths, writesOutside } = toldBy(analyseScala, "src/a.scala");

describe("datasets that are read", () => {
  test.each([
    ['AmaContext.getDataFrame("start", "odd")', ["start.odd by dataframe at 1:25"]],
    ['val x = AmaContext.getRDD[Int]("start","rdd").filter(x=>x%2 == 0)', ["start.rdd by rdd at 1:32"]],
    ['AmaContext.getDataset[Person]("start", "people")', ["start.people by dataset at 1:31"]],
    ['org.apache.amaterasu.executor.runtime.AmaContext.getDataFrame("a", "b")', ["a.b by dataframe at 1:63"]],
    ['AmaContext.getDataFrame(dfName = "b", actionName = "a")', ["a.b by dataframe at 1:34"]],
    ['AmaContext.getDataFrame(\n  "a",\n\t"b")', ["a.b by dataframe at 2:3"]],
    ['AmaContext getDataFrame ("a", "b")', ["a.b by dataframe at 1:26"]],
    ['val from = "start"\nAmaContext.getDataFrame(from, "o" + "dd")', ["start.odd by dataframe at 2:25"]],
    ['val n = "odd"; AmaContext.getDataFrame("start", s"high_$n")', ["start.high_odd by dataframe at 1:40"]],
    [
      'object Names { val start = "begin" }\nAmaContext.getDataFrame(Names.start, "odd")',
      ["begin.odd by dataframe at 2:25"],
    ],
    ['if (true) { Seq(1).map { i => AmaContext.getDataFrame("a", "b") } }', ["a.b by dataframe at 1:55"]],
    ['def f(n: Int) = { class A { val x = AmaContext.getDataFrame("a", "b") } }', ["a.b by dataframe at 1:61"]],
    [
      'import io.shinto.amaterasu.runtime.{AmaContext => Ama}\nAma.getDataFrame("a", "b")',
      ["a.b by dataframe at 2:18"],
    ],
    ['val ctx = AmaContext\nctx.getDataFrame("a", "b")', ["a.b by dataframe at 2:18"]],
    ['def f(c: AmaContext.type) = c.getDataFrame("a", "b")', ["a.b by dataframe at 1:44"]],
    ['import AmaContext._\ngetDataFrame("a", "b")', ["a.b by dataframe at 2:14"]],
    ['// AmaContext.getDataFrame("a", "b")\n/* AmaContext.getDataFrame("a", "b") */', []],
    ['Loader.getDataFrame("a", "b")', []],
    ['def getDataFrame(path: String, table: String) = 1\ngetDataFrame("a", "b")', []],
  ])("%s", (source, expected) => {
    expect(reads(source)).toEqual(expected);
    expect(analyse(source).computedReads).toEqual([]);
  });

  test.each([
    'AmaContext.getDataFrame(args(0), "odd")',
    'for (n <- Seq("a", "b")) AmaContext.getDataFrame("start", n)',
    'var n = "a"; AmaContext.getDataFrame("start", n)',
    'AmaContext.getDataFrame("start", env.configuration("dataset"))',
    'val n = "a"; def f(n: String) = AmaContext.getDataFrame("start", n)',
    "Helper.run(AmaContext)",
    'val get = AmaContext.getDataFrame("start", _: String)',
    "val get = AmaContext.getDataFrame _",
    "spark.sql(query)",
    'spark.sql(s"SELECT * FROM $table")',
    "spark.read.table(name)",
    ":load other.scala",
  ])("%s may read anything", (source) => {
    expect(analyse(source).computedReads).toHaveLength(1);
    expect(analyse(source).reads).toEqual([]);
  });

  test("a format is kept", () => {
    expect(analyse('AmaContext.getDataFrame("a", "b", "json")').reads[0]).toMatchObject({ format: "json" });
  });

  test("a place counts tabs and carriage returns as one", () => {
    expect(analyse('val a = 1\r\n\tAmaContext.getDataFrame("a", "b")\r\n').reads[0]).toMatchObject({
      at: { line: 2, column: 26, endColumn: 34 },
    });
  });
});

describe("SQL", () => {
  test.each([
    ['spark.sql("SELECT * FROM start.odd")', ["start.odd by sql at 1:11"]],
    ['sql("SELECT * FROM start.odd")', ["start.odd by sql at 1:5"]],
    [
      'val q = """\n  select a\n  from start.odd o join start.rdd r on o.x = r.x\n"""\nspark.sql(q)',
      ["1:9", "5:11"].flatMap((place) => [`start.odd by sql at ${place}`, `start.rdd by sql at ${place}`]),
    ],
    ['spark.table("start.odd")', ["start.odd by sql at 1:13"]],
    ['spark.read.table("start.odd")', ["start.odd by sql at 1:18"]],
    ['sqlContext.table("`my action`.odd")', ["my action.odd by sql at 1:18"]],
    ['spark.sql(s"select * from start.odd where d = \'${env.configuration("d")}\'")', ["start.odd by sql at 1:11"]],
    ['spark.sql("select * from spark_catalog.start.odd")', []],
    ['spark.sql("select start.x from t")', []],
    ['println("taken from start.odd")', ["start.odd by sql at 1:9"]],
  ])("%s", (source, expected) => {
    expect(reads(source)).toEqual(expected);
    expect(analyse(source).computedReads).toEqual([]);
  });
});

describe("names that are defined", () => {
  test.each([
    ["val data = 1 to 1000", ["data: value"]],
    ["val Array(a, b) = Array(1, 2); var c = 3", ["a: value", "b: value", "c: variable"]],
    ["val (x, Some(y @ (z, _))) = p", ["x: value", "y: value", "z: value"]],
    ["lazy val l = 1\ndef f = 2\ntype T = Int", ["l: lazy", "f: method", "T: type"]],
    [
      "case class P(a: Int)\nobject Q { val inner = 1 }\ntrait R\nimplicit class S(s: String)",
      ["P: type", "Q: type", "R: type", "S: type"],
    ],
    ["@transient private val t = 1", ["t: value"]],
    ["val a = 1\ndef a = 2", ["a: method"]],
    ["{ val hidden = 1 }\nif (true) { val hidden2 = 2 }", []],
    ['AmaContext.register("result", df)', ["result: registered"]],
    ['val n = "a"; if (x) AmaContext.register(n + "b", df)', ["n: value", "ab: registered"]],
    ["val a, b = 1", ["a: value", "b: value"]],
    ["\uFEFFval bom = 1\r\nval crlf = 2\r\n", ["bom: value", "crlf: value"]],
    ["val chain = data\n  // why\n  .filter(_ > 1)\n\n  .map { case (a, b) => a }", ["chain: value"]],
    ["// nothing\n/* at all */", []],
    ["", []],
  ])("%s", (source, expected) => {
    expect(names(source)).toEqual(expected);
    expect(analyse(source)).toMatchObject({ parsed: true, diagnostics: [] });
  });

  test("each name lies where it stands", () => {
    const [data, odd] = analyse("val data = 1\n\tval odd = 2").defines;
    expect(data?.at).toEqual({ file: "src/a.scala", line: 1, column: 5, endColumn: 9 });
    expect(odd?.at).toEqual({ file: "src/a.scala", line: 2, column: 6, endColumn: 9 });
  });

  test.each([
    [
      'val a = 1 to 3; val b = df.collect(); val c = s"x"; val d: Int = f(1); val e = Seq(1, 2)',
      ["a", "b", "c", "d", "e"],
    ],
    [
      "val a = df; val b = Seq(1).toDF; val c = df.groupBy(x).count(); val d = f(1); val e = new JdbcRDD(sc); val g = dfs.reduce(_ union _)",
      [],
    ],
  ])("certainly no dataset: %s", (source, expected) => {
    expect(analyse(source).defines.flatMap(({ name, plain }) => (plain ? [name] : []))).toEqual(expected);
  });
});

describe("openness", () => {
  test.each([
    ["AmaContext.register(name, df)", 1],
    ["import com.acme.Tables._", 1],
    [":load more.scala", 1],
    ["import com.acme.helpers._", 0],
    ["import spark.implicits._\nimport org.apache.spark.sql.functions._\nimport scala.util.Try", 0],
    ["import io.shinto.amaterasu.runtime._", 0],
    ["val x = ", 1],
  ])("%s", (source, count) => {
    expect(analyse(source).open).toHaveLength(count);
  });
});

describe("expressions that give other rows each time", () => {
  test.each([
    ['val r = df.withColumn("x", rand())', ["r"]],
    ['val r = df.withColumn("x", rand(42))', []],
    ['val r = df.withColumn("id", monotonically_increasing_id())', ["r"]],
    ["val r = df.sample(0.1)", ["r"]],
    ["val r = df.sample(true, 0.1)", ["r"]],
    ["val r = df.sample(0.1, 7)", []],
    ["val r = df.sample(fraction = 0.1, seed = 7)", []],
    ['val r = df.selectExpr("uuid() as id")', ["r"]],
    ['val r = spark.sql("select rand() from t")', ["r"]],
    ["val r = rdd.map(_ => scala.util.Random.nextInt(3))", ["r"]],
    ["val seed = scala.util.Random.nextInt(3)", []],
    ["val r = df.orderBy(rand()); val s = r.filter(x); val t = s.checkpoint(); val u = t.filter(y)", ["r", "s"]],
    ['def noisy(d: DataFrame) = d.withColumn("x", rand())\nval r = noisy(df)', ["noisy", "r"]],
    ['val r = df.withColumn("at", current_timestamp())', []],
    ['val r = df.withColumn("x", F.rand())', ["r"]],
    ["val r = order.uuid()", []],
    ["def rand() = lit(4)\nval r = df.select(rand())", []],
    ["val a = 1", []],
  ])("%s", (source, expected) => expect(nonDeterministic(source)).toEqual(expected));
});

describe("paths", () => {
  test.each([
    ['spark.read.json(env.inputRootPath + "/x")', ["< ${env.inputRootPath}/x"]],
    ['spark.read.option("a", 1).format("csv").load("/a")', ["< /a"]],
    ['AmaContext.spark.read.parquet("/a", "/b")', ["< /a", "< /b"]],
    ['sc.textFile(s"${AmaContext.env.inputRootPath}/x")', ["< ${env.inputRootPath}/x"]],
    ['val out = env.outputRootPath\ndf.write.mode("overwrite").json(s"$out/x")', ["> ${env.outputRootPath}/x"]],
    ['rdd.saveAsTextFile(env.configuration("out") + "/x")', ["> ${env.configuration.out}/x"]],
    ['df.write.format("csv").option("path", "/a").save()', ["> /a"]],
    ['df.write mode "overwrite" parquet "/a"', ["> /a"]],
    ['spark.sql("select * from parquet.`/a/b`")', ["< /a/b"]],
    ['AmaContext.persistDataset("out", AmaContext.loadDataset("in"))', ["< ${source.in}", "> ${source.out}"]],
    ["spark.read.json(path)", []],
  ])("%s", (source, expected) => expect(paths(source)).toEqual(expected));

  test.each([
    ['df.write.mode("append").parquet("/a")', "an append"],
    ['df.write.mode(SaveMode.Append).json("/a")', "an append"],
    ['df.write.saveAsTable("t")', "saveAsTable"],
    ['df.write.insertInto("t")', "insertInto"],
    ['df.write.jdbc(url, "t", props)', "jdbc"],
    ['df.write.format("kafka").save()', "a write to kafka"],
    ['df.writeTo("t").append()', "an append"],
    ['spark.sql("INSERT INTO t SELECT 1")', "INSERT INTO"],
    ['spark.sql("MERGE INTO t USING start.odd ON x")', "MERGE INTO"],
  ])("%s writes outside", (source, what) => {
    expect(writesOutside(source)).toEqual([what]);
  });

  test.each([
    'df.write.mode("overwrite").saveAsTable("t")',
    'df.write.parquet("/a")',
    'spark.sql("INSERT OVERWRITE t SELECT 1")',
    'text.format("x").save()',
  ])("%s does not", (source) => expect(writesOutside(source)).toEqual([]));
});

describe("a source that does not parse", () => {
  const analysis = analyse(
    'val odd = AmaContext.getDataFrame("start", "rdd")\nval x = )\n// val no = 1\nlazy val z = 2',
  );

  test("is a warning with its place, never an error", () => {
    expect(analysis.diagnostics).toMatchObject([{ code: "AMA1601", severity: "warning", at: { line: 2, column: 9 } }]);
  });

  test("is guessed from its text, and may read and define anything", () => {
    expect(analysis.parsed).toBe(false);
    expect(analysis.reads).toMatchObject([{ action: "start", name: "rdd", at: { line: 1, column: 35 } }]);
    expect(analysis.defines.map(({ name }) => name)).toEqual(["odd", "x", "z"]);
    expect(analysis.computedReads).toHaveLength(1);
    expect(analysis.open).toHaveLength(1);
  });

  test.each(["val a = 1}", "/* open", 'val s = "open', "package x\nval a = 1"])("%s", (source) => {
    expect(analyse(source)).toMatchObject({ parsed: false, diagnostics: [{ severity: "warning" }] });
  });
});
