import { expect, test } from "vitest";
import { sqlTables } from "./sql-tables.ts";

const HOLE = "\0";

test.each([
  ["select * from a.b", ["a.b"]],
  ["select * from a.b, c.d as x, e.f y where a.x in (select z from g.h)", ["a.b", "c.d", "e.f", "g.h"]],
  ["select * from a.b x left outer join c.d on x.i = c.d.i cross join e", ["a.b", "c.d", "e"]],
  ["with q as (select * from a.b) select * from q, c.d", ["a.b", "q", "c.d"]],
  ["select * from (select * from a.b) t, c.d", ["a.b", "c.d"]],
  ["select extract(year from a.b), trim(both from x.y) from c.d", ["c.d"]],
  ["select 'from a.b', \"from c.d\" -- from e.f\n/* from g.h */ from i.j", ["i.j"]],
  ["select * from `my act`.`the ``set``` ", ["my act.the `set`"]],
  ["insert into a.b select * from c.d", ["c.d"]],
  ["insert overwrite table a.b table c.d", []],
  ["delete from a.b where x in (select y from c.d)", ["c.d"]],
  ["merge into a.b using c.d on x = y when matched then update set z = 1", ["c.d"]],
  ["create table t as table a.b", ["a.b"]],
  ["create or replace temp view v as select * from a.b union all table c.d", ["a.b", "c.d"]],
  ["select * from range(10), explode(a.b)", []],
  ["select * from a.b lateral view explode(x) t as y", ["a.b"]],
  ["select a is distinct from b.c from d.e", ["d.e"]],
  ["select * from catalog.a.b", ["catalog.a.b"]],
  ["describe a.b", ["a.b"]],
  ["", []],
])("%s", (sql, expected) => {
  expect(sqlTables(sql, HOLE).reads.map(({ parts }) => parts.join("."))).toEqual(expected);
});

test.each([
  [`select * from ${HOLE}`, true],
  [`select * from ${HOLE}.b`, true],
  [`select * from a.b_${HOLE}`, true],
  [`select * from a.b where x = ${HOLE}`, false],
  [`select ${HOLE} from a.b`, false],
])("%j is computed: %s", (sql, computed) => expect(sqlTables(sql, HOLE).computed).toBe(computed));

test.each([
  ["insert into t select 1", "INSERT INTO"],
  ["insert overwrite t select 1", undefined],
  ["update t set x = 1", "UPDATE"],
  ["delete from t", "DELETE FROM"],
  ["select `insert` from t", undefined],
])("%s writes %s", (sql, writes) => expect(sqlTables(sql, HOLE).writes).toBe(writes));

test.each([
  ["select rand() from t", true],
  ["select rand(1) from t", false],
  ["select uuid() from t", true],
  ["select rand from t", false],
])("%s is random: %s", (sql, random) => expect(sqlTables(sql, HOLE).random).toBe(random));
