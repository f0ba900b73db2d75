SELECT cast(1 AS tinyint) AS b, cast(2 AS smallint) AS s, 3 AS i, cast(4 AS bigint) AS l,
  cast(1.5 AS float) AS f, cast(2.5 AS double) AS d, cast(1.23 AS decimal(20, 4)) AS de, true AS bo,
  'ä;' AS st, cast('x' AS binary) AS bi, date '1850-01-02' AS da, timestamp '2020-01-02 03:04:05.123456' AS ti,
  cast(timestamp '2020-01-02 03:04:05.123456' AS timestamp with local time zone) AS tz, null AS nu,
  array(1.5, null) AS ar, map(1, array('a')) AS ma, named_struct('p', date '2020-01-02', 'q', array(timestamp '2020-01-02 03:04:05')) AS str,
  create_union(1, 1, 'x') AS un, array(cast('x' AS binary)) AS bis, interval '1' day AS iv;
