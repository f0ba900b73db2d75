DROP TABLE IF EXISTS people;
CREATE TABLE people (id int, names array<string>, sizes map<string,double>, home struct<street:string,doors:array<int>>);
INSERT INTO people
  SELECT n, if(n = 1, array('x', 'y"z'), null), map('a', cast('NaN' AS double)), named_struct('street', 'Ä', 'doors', array(n, null))
  FROM (SELECT stack(2, 1, 2) AS n) t;
