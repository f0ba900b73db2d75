"""What the R worker does in Python: tables of Arrow to columns of R and back, and the way to a Spark session."""
