-- A view, and a query whose result has no name of its own.
CREATE VIEW high AS
  SELECT * FROM start.odd WHERE number > ${env.configuration.limit};

SELECT count(*) AS rows, sum(number)::INT AS total, :country AS country FROM high;
