SELECT count(reflect('java.lang.Thread', 'sleep', cast(100 AS bigint))) FROM few LATERAL VIEW explode(split(repeat('x,', 200), ',')) t AS x;
