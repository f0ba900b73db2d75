USE sys; ALTER SESSION SET `planner.width.max_per_node` = 1;
SELECT val FROM options WHERE name = 'planner.width.max_per_node';
SELECT n, cast(n AS decimal(10, 2)) AS d, cast(n AS double) AS f, date '2020-01-02' AS da, timestamp '2020-01-02 03:04:05.123' AS ti,
  n = 1 AS bo, CASE WHEN n = 2 THEN 'it''s' END AS st, cast('x' AS varbinary(1)) AS bi
FROM (VALUES (0), (1), (2)) AS t(n) WHERE n >= :least ORDER BY n;
