"""Actions on the Spark session of the host that started this worker."""
