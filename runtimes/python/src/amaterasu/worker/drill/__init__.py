"""Actions of the type `drill`: SQL that Apache Drill runs, asked over its REST interface."""
