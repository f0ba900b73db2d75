"""Datasets of plain Python: files of Parquet on one side, frames on the other."""
