CREATE VIEW high AS SELECT * FROM model.model WHERE id > 10;
SELECT count(*) AS high FROM high;
