CREATE TABLE sales (n int);
SELECT letter, count(*) AS times FROM raw.letters WHERE day = :day GROUP BY letter;
