-- A wrong value fails: error() is only reached where a condition does not hold.
SELECT CASE WHEN NOT coalesce(
  "long beyond 2^53" = 9007199254740993 AND "float" = 'NaN'::FLOAT AND "integer" = 2147483647
  AND "string" = '日本 "q" 🦊, ''a''' || chr(10) || chr(92) AND "binary" = '\x00\xFF\x0A'::BLOB
  AND "date" = DATE '9999-12-31' AND epoch_us("timestamp") = -62135596800000000
  AND "timestamp_ntz" = TIMESTAMP '0001-01-01 00:00:00.000001' AND "array" = []::INT[]
  AND "a.b ""c"" 'd' `e` ü 列" = 'quotes', false) THEN error('row 1 is not what it was') END AS wrong
FROM make.odd WHERE "row" = 1;

SELECT CASE WHEN NOT coalesce(
  isnan("NaN and infinity") AND "decimal(38,18)" = 12345678901234567890.123456789012345678::DECIMAL(38,18)
  AND "struct".deep.n[1] = 1.5 AND "map"['k'] = 1.5 AND "map of maps"['a']['b'] = 1 AND "array"[2] IS NULL
  AND epoch_us("array of timestamps"[1]) = -2717668561876544, false) THEN error('row 0 is not what it was') END AS wrong
FROM make.odd WHERE "row" = 0;

SELECT CASE WHEN NOT coalesce("interval day to second" = -INTERVAL '90061001 milliseconds', false)
  THEN error('the interval is not what it was') END AS wrong
FROM make.odd WHERE "row" = 0;

CREATE VIEW odd AS SELECT * FROM make.odd;
CREATE VIEW empty AS SELECT * FROM make.empty;
