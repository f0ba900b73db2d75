"""Actions in SQL that a server runs: their statements, what is put into them, and what is published."""
