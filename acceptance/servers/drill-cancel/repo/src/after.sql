SELECT state, count(*) AS queries FROM sys.profiles WHERE query LIKE '%FROM sys.options a%' AND query NOT LIKE '%profiles%' GROUP BY state;
