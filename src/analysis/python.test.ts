import { describe, expect, test } from "vitest";
import { loadPython } from "./python.ts";
import { testLargeSources, toldBy } from "./told-by.test-support.ts";

const { analyse, reads, names, datasets, nonDeterministic, paths, writesOutside } = toldBy(
  await loadPython(),
  "src/a.py",
);

describe("datasets that are read", () => {
  test.each([
    ['AmaContext.get_dataframe("start", "odd")', ["start.odd by dataframe at 1:26"]],
    ["AmaContext.getDataFrame('start', 'odd')", ["start.odd by dataframe at 1:25"]],
    ['ama_context.get_dataset("start", "people")', ["start.people by dataset at 1:25"]],
    ['ama_context.get_rdd("start", "rdd").filter(lambda x: x % 2)', ["start.rdd by rdd at 1:21"]],
    ['get_dataframe("a", "b")', ["a.b by dataframe at 1:15"]],
    ['AmaContext.get_dataframe(dataset_name="b", action_name="a")', ["a.b by dataframe at 1:39"]],
    ['AmaContext.get_dataframe("a", name="b")', ["a.b by dataframe at 1:26"]],
    ['AmaContext.get_dataframe(action="a", name="b")', ["a.b by dataframe at 1:33"]],
    ['AmaContext.get_dataframe(\n    "a",\n\t"b",\n)', ["a.b by dataframe at 2:5"]],
    ['source = "start"\nAmaContext.get_dataframe(source, "o" + "dd")', ["start.odd by dataframe at 2:26"]],
    ['n: str = "odd"; AmaContext.get_dataframe("start", f"high_{n}")', ["start.high_odd by dataframe at 1:42"]],
    ['n = "odd"\nAmaContext.get_dataframe("start", "high_%s" % n)', ["start.high_odd by dataframe at 2:26"]],
    ['AmaContext.get_dataframe("start", "{}_{x}".format("high", x="odd"))', ["start.high_odd by dataframe at 1:26"]],
    ['AmaContext.get_dataframe("sta" "rt", r"odd")', ["start.odd by dataframe at 1:26"]],
    ['if x:\n  y = [AmaContext.get_dataframe("a", "b") for i in z]', ["a.b by dataframe at 2:33"]],
    ['def f(n):\n  class A:\n    x = AmaContext.get_dataframe("a", "b")', ["a.b by dataframe at 3:34"]],
    [
      'from amaterasu.pyspark.runtime import AmaContext as Ama\nAma.get_dataframe("a", "b")',
      ["a.b by dataframe at 2:19"],
    ],
    ['import amaterasu.pyspark.runtime as rt\nrt.AmaContext.get_dataframe("a", "b")', ["a.b by dataframe at 2:29"]],
    [
      'ctx = AmaContext.builder() \\\n    .set_master("x").build()\nctx.get_dataframe("a", "b")',
      ["a.b by dataframe at 3:19"],
    ],
    ['AmaContext.builder().build().get_dataframe("a", "b")', ["a.b by dataframe at 1:44"]],
    ['def f(c: AmaContext): return c.get_dataframe("a", "b")', ["a.b by dataframe at 1:46"]],
    ['def f(c): return c.get_dataframe("a", "b")\nf(AmaContext)', ["a.b by dataframe at 1:34"]],
    ['def f(*, c): return c.get_dataframe("a", "b")\ndef main(): f(c=ama_context)', ["a.b by dataframe at 1:37"]],
    ['def main():\n  AmaContext.get_dataframe(ACTION, "b")\nACTION = "a"\nmain()', ["a.b by dataframe at 2:28"]],
    ['if __name__ == "__main__":\n  a = "a"\n  AmaContext.get_dataframe(a, "b")', ["a.b by dataframe at 3:28"]],
    ['with open("x") as f:\n  a = "a"\nAmaContext.get_dataframe(a, "b")', ["a.b by dataframe at 3:26"]],
    ['# AmaContext.get_dataframe("a", "b")\n"""AmaContext.get_dataframe("a", "b")"""', []],
    ['loader.get_dataframe("a", "b")', []],
    ['def get_dataframe(path, table): ...\nget_dataframe("a", "b")', []],
    ['from mine import get_dataframe\nget_dataframe("a", "b")', []],
  ])("%s", (source, expected) => {
    expect(reads(source)).toEqual(expected);
    expect(analyse(source)).toMatchObject({ parsed: true, computedReads: [], open: [] });
  });

  test.each([
    'AmaContext.get_dataframe(sys.argv[1], "odd")',
    'for n in ["a", "b"]: AmaContext.get_dataframe("start", n)',
    'n = "a"\nif x: n = "b"\nAmaContext.get_dataframe("start", n)',
    'n = "a"\nfor i in x:\n  AmaContext.get_dataframe("start", n)\n  n = "b"',
    'n = "a"\ndef f(): return AmaContext.get_dataframe("start", n)\nn = "b"\nf()',
    'n = "a"\ndef g():\n  global n\n  n = "b"\ndef f(): return AmaContext.get_dataframe("start", n)',
    'AmaContext.get_dataframe("start", env.configuration["dataset"])',
    'n = "a"\ndef f(n): return AmaContext.get_dataframe("start", n)',
    'AmaContext.get_dataframe("start", f"{n:>3}")',
    'AmaContext.get_dataframe("start")',
    "helper.run(AmaContext)",
    "get = AmaContext.get_dataframe",
    "args = [ama_context]",
    "spark.sql(query)",
    'spark.sql(f"SELECT * FROM {table}")',
    "spark.read.table(name)",
  ])("%s may read anything", (source) => {
    expect(analyse(source).computedReads).toHaveLength(1);
    expect(analyse(source).reads).toEqual([]);
  });

  test("a format is kept", () => {
    expect(analyse('AmaContext.get_dataframe("a", "b", "json")').reads[0]).toMatchObject({ format: "json" });
  });

  test("a function that was looked into before it is handed the context may read anything", () => {
    const source = "def a(c): c.get_dataframe(x, y)\ndef b(c): a(ama_context)\ndef z(): b(1)";
    expect(analyse(source).computedReads.length).toBeGreaterThan(0);
  });

  test("a place counts tabs and carriage returns as one", () => {
    expect(analyse('if x:\r\n\tAmaContext.get_dataframe("a", "b")\r\n').reads[0]).toMatchObject({
      at: { line: 2, column: 27, endColumn: 35 },
    });
  });
});

describe("SQL", () => {
  test.each([
    ['spark.sql("SELECT * FROM start.odd")', ["start.odd by sql at 1:11"]],
    [
      'q = """\n  select a\n  from start.odd o join start.rdd r on o.x = r.x\n"""\nspark.sql(q)',
      ["1:5", "5:11"].flatMap((place) => [`start.odd by sql at ${place}`, `start.rdd by sql at ${place}`]),
    ],
    ['spark.table("start.odd")', ["start.odd by sql at 1:13"]],
    ['spark.read.table("start.odd")', ["start.odd by sql at 1:18"]],
    ['AmaContext.spark.table("`my action`.odd")', ["my action.odd by sql at 1:24"]],
    [`spark.sql(f"select * from start.odd where d = '{env.configuration['d']}'")`, ["start.odd by sql at 1:11"]],
    ['spark.sql("select * from {df}", df=df)', []],
    ['spark.sql("select * from spark_catalog.start.odd")', []],
    ['print("taken from start.odd")', ["start.odd by sql at 1:7"]],
  ])("%s", (source, expected) => {
    expect(reads(source)).toEqual(expected);
    expect(analyse(source).computedReads).toEqual([]);
  });
});

describe("names that are defined", () => {
  test.each([
    ["data = 1", ["data: variable"]],
    ["(a, b), *c = x\nd = e = f", ["a: variable", "b: variable", "c: variable", "e: variable", "d: variable"]],
    ["x: int = 3\ny: int", ["x: variable"]],
    ["for i, (j, k) in x: l = 1", ["i: variable", "j: variable", "k: variable", "l: variable"]],
    ["with a as b, c as (d, e): f = 1", ["b: variable", "d: variable", "e: variable", "f: variable"]],
    ["if (n := 3) > 2: m = n", ["n: variable", "m: variable"]],
    [
      "try:\n  a = 1\nexcept E as e:\n  b = 2\nfinally:\n  c = 3",
      ["a: variable", "e: variable", "b: variable", "c: variable"],
    ],
    ["def f():\n  inner = 1\nclass C:\n  member = 2", ["f: method", "C: type"]],
    ["async def f(): ...\n@udf\ndef g(x): ...", ["f: method", "g: method"]],
    ["def f():\n  global g\n  g = 1", ["f: method", "g: variable"]],
    ["import os.path, a as b\nfrom c import d as e, f", ["os: variable", "b: variable", "e: variable", "f: variable"]],
    ["a = 1\ndef a(): ...", ["a: method"]],
    ["[hidden for hidden in x]\nlambda hidden: hidden", []],
    ["a.b = 1; a['c'] = 2", []],
    ["a += 1", ["a: variable"]],
    ['AmaContext.register("result", df)', ["result: registered"]],
    ['globals()["dynamic"] = df', ["dynamic: variable"]],
    ["match x:\n  case 1:\n    a = 1", ["a: variable"]],
    ["\uFEFFbom = 1\r\ncrlf = 2\r\n", ["bom: variable", "crlf: variable"]],
    ["x = 1 if y else 2; _ = 3", ["x: variable"]],
    ["df = (\n  a\n  # why\n  .b()\n)", ["df: variable"]],
    ["# nothing", []],
    ["", []],
  ])("%s", (source, expected) => {
    expect(names(source)).toEqual(expected);
    expect(analyse(source)).toMatchObject({ parsed: true, diagnostics: [], open: [] });
  });

  test("each name lies where it stands", () => {
    const [data, odd] = analyse("data = 1\nif x:\n\todd = 2").defines;
    expect(data?.at).toEqual({ file: "src/a.py", line: 1, column: 1, endColumn: 5 });
    expect(odd?.at).toEqual({ file: "src/a.py", line: 3, column: 2, endColumn: 5 });
  });

  test.each([
    [
      'a = 1; b = "x"; c = f"{a}"; d = None; e = len(x); f = a > b; g = lambda x: x; h: int = f(1); i = env.name; j = str(x)',
      [],
    ],
    ["import pandas as pd\nfrom x import y\nwith open(p) as handle: pass\nctx = ama_context", []],
    [
      "a = df; b = pd.DataFrame(x); c = spark.range(3); d = df.groupBy(x).count(); e = [1, 2]; f = x + y",
      ["a", "b", "c", "d", "e", "f"],
    ],
  ])("may be datasets of: %s", (source, expected) => expect(datasets(source)).toEqual(expected));
});

describe("openness", () => {
  test.each([
    ["AmaContext.register(name, df)", 1],
    ["from tables import *", 1],
    ['exec(open("more.py").read())', 1],
    ['eval("x")', 1],
    ["globals()[name] = df", 1],
    ["globals().update(x)", 1],
    ["setattr(sys.modules[__name__], n, df)", 1],
    ["locals()", 1],
    ["setattr(thing, n, df)", 0],
    ["from pyspark.sql.functions import *\nfrom amaterasu.pyspark.runtime import *", 0],
    ["x = = 2", 1],
  ])("%s", (source, count) => expect(analyse(source).open).toHaveLength(count));
});

describe("expressions that give other rows each time", () => {
  test.each([
    ['r = df.withColumn("x", rand())', ["r"]],
    ['r = df.withColumn("x", F.rand(42))', []],
    ['r = df.withColumn("id", F.monotonically_increasing_id())', ["r"]],
    ["r = df.sample(0.1)", ["r"]],
    ["r = df.sample(True, 0.1)", ["r"]],
    ["r = df.sample(fraction=0.1)", ["r"]],
    ["r = df.sample(False, 0.1, 7); s = df.sample(0.1, seed=7); t = pdf.sample(n=3, random_state=1)", []],
    ['r = df.selectExpr("uuid() as id")', ["r"]],
    ['r = spark.sql("select rand() from t")', ["r"]],
    ["r = rdd.map(lambda _: random.random())", ["r"]],
    ["@udf\ndef noise(x): return x + random.gauss(0, 1)\nr = df.select(noise(c))", ["noise", "r"]],
    ["seed = random.random()", []],
    ["r = df.orderBy(rand())\ns = r.filter(x)\nt = s.checkpoint()\nu = t.filter(y)", ["r", "s"]],
    ["df = df.orderBy(rand())\ndf = df.filter(x)", ["df"]],
    ['def noisy(d): return d.withColumn("x", rand())\nr = noisy(df)', ["noisy", "r"]],
    [
      'def outer(d): return noisy(d)\ndef noisy(d): return d.withColumn("x", rand())\nr = outer(df)',
      ["outer", "noisy", "r"],
    ],
    ['r = df.withColumn("at", current_timestamp())', []],
    ["r = order.uuid()", []],
    ["def rand(): return lit(4)\nr = df.select(rand())", []],
  ])("%s", (source, expected) => expect(nonDeterministic(source)).toEqual(expected));
});

describe("paths", () => {
  test.each([
    ['spark.read.json(env.inputRootPath + "/x")', ["< ${env.inputRootPath}/x"]],
    ['spark.read.option("a", 1).format("csv").load("/a")', ["< /a"]],
    ['spark.read.csv("/a", header=True, schema="x INT")', ["< /a"]],
    ['AmaContext.spark.read.parquet("/a", "/b"); spark.read.parquet(["/c", "/d"])', ["< /a", "< /b", "< /c", "< /d"]],
    ['sc.textFile(f"{AmaContext.env.input_root_path}/x")', ["< ${env.inputRootPath}/x"]],
    ['out = env.outputRootPath\ndf.write.mode("overwrite").json(f"{out}/x")', ["> ${env.outputRootPath}/x"]],
    ['rdd.saveAsTextFile(env.configuration["out"] + "/x")', ["> ${env.configuration.out}/x"]],
    ['cfg = ama_context.env.configuration\ndf.to_parquet(cfg.get("out", "x"))', ["> ${env.configuration.out}"]],
    ['df.write.format("csv").option("path", "/a").save()', ["> /a"]],
    ['pd.read_csv(os.path.join(env.input_root_path, "x.csv"))', ["< ${env.inputRootPath}/x.csv"]],
    ['root = Path(env.working_dir)\npl.scan_parquet(root / "a" / "b.parquet")', ["< ${env.workingDir}/a/b.parquet"]],
    ['df.to_csv("{}/x.csv".format(env.outputRootPath), index=False)', ["> ${env.outputRootPath}/x.csv"]],
    ['with open("/in") as f, open("/out", "w") as g: pass', ["< /in", "> /out"]],
    [
      'Path("/a").read_text(); (Path("/b") / "c").open(mode="wb"); Path("/d").write_text("x")',
      ["< /a", "> /b/c", "> /d"],
    ],
    ['np.save("/a.npy", x); np.load("/b.npy")', ["< /b.npy", "> /a.npy"]],
    ['spark.sql("select * from parquet.`/a/b`")', ["< /a/b"]],
    ['AmaContext.persist_dataset("out", AmaContext.load_dataset("in"))', ["< ${source.in}", "> ${source.out}"]],
    ['x = ama_context.source("in")["uri"]', []],
    ['ama_context.persist("out", ama_context.get_dataset("in"))', ["< ${source.in}", "> ${source.out}"]],
    ["spark.read.json(path); open(path); df.persist(); f.open()", []],
  ])("%s", (source, expected) => expect(paths(source)).toEqual(expected));

  test("they belong to the names that are made of them", () => {
    const source =
      'def load(p): return spark.read.parquet("/a")\nx = load(1)\ny = x.join(spark.read.json("/b"))\nz = 1';
    const { defines } = analyse(source);
    expect(defines.map(({ name, paths }) => [name, paths?.map(({ path }) => path)])).toEqual([
      ["load", ["/a"]],
      ["x", ["/a"]],
      ["y", ["/b", "/a"]],
      ["z", undefined],
    ]);
  });

  test.each([
    ['df.write.mode("append").parquet("/a")', "an append"],
    ['df.write.parquet("/a", mode="append")', "an append"],
    ['df.write.saveAsTable("t")', "saveAsTable"],
    ['df.write.insertInto("t")', "insertInto"],
    ['df.write.jdbc(url, "t")', "jdbc"],
    ['df.write.format("kafka").save()', "a write to kafka"],
    ['df.writeTo("t").append()', "an append"],
    ['df.writeStream.start("/a")', "a stream"],
    ['df.to_sql("t", con, if_exists="append")', "to_sql"],
    ['open("/log", "a")', "an append"],
    ['spark.sql("INSERT INTO t SELECT 1")', "INSERT INTO"],
  ])("%s writes outside", (source, what) => {
    expect(writesOutside(source)).toEqual([what]);
  });

  test.each([
    'df.write.mode("overwrite").saveAsTable("t")',
    'df.write.insertInto("t", True)',
    'df.write.parquet("/a")',
    'df.to_sql("t", con, if_exists="replace")',
    'text.format("x").save()',
  ])("%s does not", (source) => expect(writesOutside(source)).toEqual([]));
});

describe("a source that does not parse", () => {
  const analysis = analyse('odd = AmaContext.get_dataframe("start", "rdd")\nx = = 3\n# no = 1\nz = 2');

  test("is a warning with its place, never an error", () => {
    expect(analysis.diagnostics).toMatchObject([{ code: "AMA1601", severity: "warning", at: { line: 2 } }]);
  });

  test("is understood as far as it goes, and may read and define anything", () => {
    expect(analysis.parsed).toBe(false);
    expect(analysis.reads).toMatchObject([{ action: "start", name: "rdd", at: { line: 1, column: 32 } }]);
    expect(analysis.defines.map(({ name }) => name)).toEqual(["odd", "x", "z"]);
    expect(analysis.computedReads).toHaveLength(1);
    expect(analysis.open).toHaveLength(1);
  });
});

testLargeSources(analyse, [
  ["calls in calls", "f(".repeat(50_000)],
  ["brackets", "x = " + "[".repeat(50_000) + "]".repeat(50_000)],
  ["sums", `x = ${"1 + ".repeat(20_000)}1`],
  ["chains", `x = df${".a()".repeat(20_000)}`],
  ["quotes", '"'.repeat(100_001)],
  ["lines", 'df = spark.read.parquet("/a").where(col("x") > 1)\n'.repeat(6_000)],
]);
