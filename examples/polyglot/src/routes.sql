-- One row for each two airports with flights enough to tell, in each part of the day.
CREATE TEMPORARY VIEW delays AS
SELECT origin, destination, part, weekend,
       count(*) AS flights,
       avg(delay) AS mean_delay,
       any_value(distance) AS distance
FROM weekdays.timed
GROUP BY ALL
HAVING count(*) >= ${env.configuration.min-flights};

CREATE TEMPORARY VIEW routes AS
SELECT d.*, o.city AS origin_city, t.city AS destination_city
FROM delays d
JOIN read.airports o ON d.origin = o.code
JOIN read.airports t ON d.destination = t.code;

SELECT part, count(*) AS routes, round(avg(mean_delay), 1) AS mean_delay FROM routes GROUP BY part ORDER BY part;
