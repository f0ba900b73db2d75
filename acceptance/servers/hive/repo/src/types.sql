SELECT cast(1 AS tinyint) AS b, cast(2 AS smallint) AS s, 3 AS i, cast(4 AS bigint) AS l,
  cast(1.5 AS float) AS f, cast(2.5 AS double) AS d, cast(1.23 AS decimal(20, 4)) AS de, true AS bo,
  'ä;' AS st, cast('x' AS binary) AS bi, date '1850-01-02' AS da, timestamp '2020-01-02 03:04:05.123456' AS ti,
  array(1, 2) AS ar, map('k', 1) AS ma, named_struct('p', 1, 'q', 'x') AS str, cast(null AS int) AS nu, cast(null AS string) AS ns
UNION ALL SELECT null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, 1, '';
