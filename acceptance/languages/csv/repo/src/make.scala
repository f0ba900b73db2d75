val odd = spark.sql("""
  SELECT 0 AS row, true AS boolean, -128Y AS byte, 9223372036854775807 AS long, 0.1D AS double, 1.10BD AS decimal,
    '' AS text, '007' AS `leading zeros`, DATE '1582-10-04' AS date, TIMESTAMP '1883-11-18 12:03:58.123456Z' AS timestamp,
    TIMESTAMP_NTZ '2024-03-10 02:30:00.000001' AS timestamp_ntz, 1 AS `a.b, "c" ü`
  UNION ALL SELECT 1, false, 127Y, -1, double('NaN'), -2.25BD, 'say "hi", \\ \'you\'\nand\tbye', 'NaN', DATE '9999-12-31',
    TIMESTAMP '0001-01-01 00:00:00Z', TIMESTAMP_NTZ '0001-01-01 00:00:00', 2
  UNION ALL SELECT 2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
  UNION ALL SELECT 3, true, 0Y, 0, double('-Infinity'), 0BD, ' spaced ', 'null', DATE '1970-01-01',
    TIMESTAMP '1970-01-01 00:00:00Z', TIMESTAMP_NTZ '1970-01-01 00:00:00', 0
""").coalesce(1)
val lone = Seq("a", "").toDF("text").coalesce(1)
val empty = odd.limit(0)
