SET hive.execution.mode;
SELECT count(*) FROM people WHERE id > 0;
