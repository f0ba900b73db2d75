"""Actions of the type `hive`: SQL that HiveServer2 runs, asked over its own protocol."""
