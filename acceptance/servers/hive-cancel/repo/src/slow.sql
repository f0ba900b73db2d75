SELECT count(slept) AS slept FROM (SELECT reflect('java.lang.Thread', 'sleep', cast(60000 * n AS bigint)) AS slept FROM few) t;
