import { describe, expect, test } from "vitest";
import { analyseSql } from "./sql.ts";
import { testLargeSources, toldBy } from "./told-by.test-support.ts";

const { analyse, reads, names, paths, writesOutside } = toldBy(analyseSql, "src/a.sql");

describe("datasets that are read", () => {
  test("by the tables of version 0.2", () => {
    const { variables } = analyse("SELECT * FROM AmaContext_start_odd JOIN other USING (number)");
    expect(variables).toMatchObject([{ name: "START_ODD", optional: true, at: { line: 1, column: 15 } }]);
  });

  test.each([
    ["SELECT * FROM start.odd", ["start.odd by sql at 1:15"]],
    [
      "SELECT *\n  FROM start.odd o\n  JOIN `my act`.two t ON o.n = t.n",
      ["start.odd by sql at 2:8", "my act.two by sql at 3:8"],
    ],
    ["SELECT start.odd.number FROM start.odd", ["start.odd by sql at 1:30"]],
    ["WITH x AS (SELECT * FROM start.odd) SELECT * FROM x", ["start.odd by sql at 1:26"]],
    ["CREATE TEMP VIEW v AS SELECT * FROM start.odd; SELECT * FROM v", ["start.odd by sql at 1:37"]],
    ["CACHE TABLE c AS SELECT * FROM start.odd", ["start.odd by sql at 1:32"]],
    ["INSERT INTO db.t SELECT * FROM start.odd", ["start.odd by sql at 1:32"]],
    ["FROM start.odd SELECT number", ["start.odd by sql at 1:6"]],
    ['SELECT * FROM "start"."odd"', ["start.odd by sql at 1:15"]],
    ["TABLE start.odd", ["start.odd by sql at 1:7"]],
    ["FROM start.odd |> WHERE number > 1", ["start.odd by sql at 1:6"]],
    ["BEGIN\n  DECLARE n INT;\n  SELECT * FROM start.odd;\nEND", ["start.odd by sql at 3:17"]],
    ["SELECT * FROM ${env.configuration.db}.orders", ["${env.configuration.db}.orders by sql at 1:15"]],
    ["SELECT 'from a.b' -- from c.d;\n/* from e.f; */ FROM odd", []],
    ["SELECT * FROM spark_catalog.start.odd", []],
  ])("%s", (source, expected) => {
    expect(reads(source)).toEqual(expected);
    expect(analyse(source)).toMatchObject({ parsed: true, computedReads: [], open: [], diagnostics: [] });
  });
});

describe("names that are defined", () => {
  test.each([
    ["CREATE OR REPLACE TEMPORARY VIEW odd AS SELECT 1", ["odd: value"]],
    [
      "CREATE GLOBAL TEMP VIEW IF NOT EXISTS g AS SELECT 1; create view db.`a b` as select 1",
      ["g: value", "a b: value"],
    ],
    ["CREATE TEMP VIEW v USING parquet OPTIONS (path '/a')", ["v: value"]],
    ["CACHE LAZY TABLE c AS SELECT 1; CACHE TABLE db.t; CACHE TABLE u", ["c: value"]],
    ["SELECT 1; SELECT 2", ["result: query"]],
    ["CREATE VIEW v AS SELECT 1; SELECT * FROM v; SET x = 1", ["v: value", "result: query"]],
    ["(SELECT 1) UNION ALL (SELECT 2)", ["result: query"]],
    ["VALUES (1), (2)", ["result: query"]],
    ["WITH x AS (SELECT 1 AS insert) SELECT x.insert, update FROM x", ["result: query"]],
    ["WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x", []],
    ["FROM t INSERT INTO u SELECT *", []],
    ["CREATE TABLE t AS SELECT 1; DROP VIEW v; DESCRIBE t; SHOW TABLES", []],
    ["BEGIN IF 1 = 1 THEN SELECT CASE WHEN a THEN b ELSE c END FROM t; ELSE SELECT 2; END IF; END", ["result: query"]],
    ["BEGIN TRANSACTION; COMMIT", []],
    ["SELECT ';' AS `;` -- ;\n", ["result: query"]],
    ["\uFEFFSELECT 1;\r\n", ["result: query"]],
    ["-- nothing", []],
    ["", []],
  ])("%s", (source, expected) => {
    expect(names(source)).toEqual(expected);
    expect(analyse(source)).toMatchObject({ parsed: true, open: [] });
  });

  test("each name lies where it stands, the query where it begins", () => {
    const { defines } = analyse("CREATE VIEW\n  `odd` AS SELECT 1;\n\tSELECT 2");
    expect(defines.map(({ at }) => at)).toEqual([
      { file: "src/a.sql", line: 2, column: 3, endColumn: 8 },
      { file: "src/a.sql", line: 3, column: 2, endColumn: 8 },
    ]);
  });

  test("a view is made of what it reads, through other views and in any case", () => {
    const { defines } = analyse(
      "CREATE VIEW A AS SELECT rand() FROM start.odd JOIN parquet.`/p`; CREATE VIEW b AS SELECT * FROM a; SELECT 1",
    );
    expect(defines[1]).toMatchObject({
      name: "b",
      nonDeterministic: true,
      from: [{ action: "start", name: "odd" }],
      paths: [{ path: "/p" }],
    });
    expect(defines[2]?.from).toBeUndefined();
  });
});

describe("paths", () => {
  test.each([
    ["SELECT * FROM parquet.`${env.inputRootPath}/x`", ["< ${env.inputRootPath}/x"]],
    ["CREATE TEMP VIEW v USING csv OPTIONS (path '/a', header 'true')", ["< /a"]],
    [
      "CREATE TEMP VIEW v USING csv OPTIONS (path = '/a'); CREATE VIEW w USING csv OPTIONS ('path' '/b')",
      ["< /a", "< /b"],
    ],
    ["CREATE TABLE t (a INT) USING csv LOCATION '/a'", ["< /a"]],
    ["CREATE TABLE t USING parquet LOCATION '/a' AS SELECT 1", ["> /a"]],
    ["INSERT OVERWRITE LOCAL DIRECTORY '/a' USING csv SELECT 1", ["> /a"]],
    ["INSERT OVERWRITE DIRECTORY USING csv OPTIONS ('path' '/a') SELECT 1", ["> /a"]],
    ["LOAD DATA INPATH '/a' INTO TABLE t", ["< /a"]],
    ["SELECT * FROM read_csv('/a.csv', header = true)", ["< /a.csv"]],
    ["SELECT * FROM read_parquet(['/a', '/b'], hive_partitioning = 'x')", ["< /a", "< /b"]],
    ["SELECT * FROM '/a.parquet' JOIN '/b.csv'", ["< /a.parquet", "< /b.csv"]],
    ["COPY t TO '/a' (FORMAT 'parquet'); COPY t FROM '/b'", ["< /b", "> /a"]],
    ["SELECT * FROM read_json('${params.day}.json')", ["< ${env.params.day}.json"]],
    ["SELECT '/a' AS x, trim(both from '/b'), concat('/c', 'd') FROM t WHERE path IN ('/e')", []],
  ])("%s", (source, expected) => expect(paths(source)).toEqual(expected));

  test.each([
    ["INSERT INTO t SELECT 1", ["INSERT INTO"]],
    ["WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x", ["INSERT INTO"]],
    ["MERGE INTO t USING start.odd ON x WHEN MATCHED THEN DELETE; DELETE FROM t", ["MERGE INTO", "DELETE FROM"]],
    ["INSERT OVERWRITE t SELECT 1", []],
  ])("%s writes outside: %s", (source, expected) => {
    expect(writesOutside(source)).toEqual(expected);
  });
});

describe("what is taken of the environment", () => {
  const references = (source: string) =>
    (analyse(source).references ?? []).map(({ of, name, at }) => `${of} ${name} at ${at.line}:${at.column}`);
  test.each([
    [
      "SELECT '${env.name}', ${params.n}\nFROM ${env.configuration.db}.t",
      ["env name at 1:9", "params n at 1:23", "env configuration.db at 2:6"],
    ],
    ["SELECT * FROM parquet.`${env.inputRootPath}/x`", ["env inputRootPath at 1:24"]],
    ["SELECT :day, (:n + :m)", ["bound day at 1:8", "bound n at 1:15", "bound m at 1:20"]],
    ["SELECT * FROM t WHERE d=:day", ["bound day at 1:25"]],
    ["SELECT a::int, b:c, [1:n], l[x :n], {k :v}, {'k': :v}, ':x', `:y`", []],
    ["SELECT 1 -- ${env.nothing} :x\n/* ${params.nothing} */", []],
    ["SELECT ${spark.sql.shuffle.partitions}, ${x}, $1", []],
  ])("%s", (source, expected) => expect(references(source)).toEqual(expected));
});

test.each([
  ["SELECT 'a", 8],
  ["SELECT 'it''", 8],
  ["SELECT 'a\\'", 8],
  ['SELECT 1 AS "b', 13],
  ["SELECT 1 AS `b", 13],
  ["SELECT 1 /* a", 10],
  ["/* a */ /* b", 9],
])("%s is not understood from %i on", (source, column) => {
  const analysis = analyse(source);
  expect(analysis.diagnostics).toMatchObject([{ code: "AMA1601", severity: "warning", at: { line: 1, column } }]);
  expect(analysis).toMatchObject({ parsed: false, open: [{ at: { column } }] });
});

test.each([
  "SELECT '/*', 1",
  "SELECT 'it''s'",
  "SELECT 'a\\\\'",
  "SELECT 1 -- don't /*",
  "SELECT `a```",
  "SELECT 'x' -- '",
])("%s is", (source) => expect(analyse(source).parsed).toBe(true));

testLargeSources(analyse, [
  ["statements", "INSERT INTO t SELECT a, 'b' FROM start.odd WHERE x = :day;\n".repeat(4_000)],
  ["one statement", `SELECT ${"a, ".repeat(80_000)} b FROM start.odd`],
  ["brackets", "SELECT ".padEnd(150_000, "(")],
  ["parameters", `SELECT ${":a, ".repeat(50_000)} 1`],
  ["usings", "USING ".repeat(50_000)],
  ["texts", `SELECT * FROM read_csv(['a'${", 'a'".repeat(40_000)}])`],
  ["controls", "IF ".repeat(100_000)],
  ["quotes", "'".repeat(1_000_001)],
]);
