SELECT * FROM start.odd;
SELECT * FROM spark_catalog.start.odd;
SELECT a.dataset, b.table FROM start.odd AS a, spark_catalog.start.odd AS b;
