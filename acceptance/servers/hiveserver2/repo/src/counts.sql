-- Statements of one session, one after another; `;` in texts and comments ends none.
DROP TABLE IF EXISTS numbers;
CREATE TABLE numbers (n int, letter string); INSERT INTO numbers VALUES (1, 'x'), (2, 'y;'), (3, 'y;');
CREATE OR REPLACE VIEW doubled AS
  SELECT n * 2 AS n FROM numbers;
SELECT letter, count(*) AS times, cast(sum(n) AS decimal(10, 2)) AS total
FROM numbers WHERE n >= :least_n GROUP BY letter;
DROP TABLE IF EXISTS nothing;
