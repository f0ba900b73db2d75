-- a comment
SELECT 1 AS one,
  nope FROM sys.version;
