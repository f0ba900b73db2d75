"""`from amaterasu.pyspark.runtime import AmaContext`: as in `amaterasu`, with the types of Spark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .. import context
from ..context import AmaContextBuilder, Member

if TYPE_CHECKING:
    from pyspark import RDD, SparkContext
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["AmaContext", "AmaContextBuilder"]


class AmaContext(context.AmaContext):
    """`amaterasu.AmaContext`, whose datasets are Spark DataFrames."""

    if TYPE_CHECKING:
        spark: Member[SparkSession]
        sc: Member[SparkContext]

        @classmethod
        def get_dataframe(cls, action: str, name: str, format: str | None = None) -> DataFrame: ...
        @classmethod
        def get_dataset(cls, action: str, name: str | None = None, format: str | None = None) -> DataFrame: ...
        @classmethod
        def get_rdd(cls, action: str, name: str) -> RDD[Any]: ...
        @classmethod
        def load_dataset(cls, name: str) -> DataFrame: ...

        getDataFrame = get_dataframe
        getDataset = get_dataset
        getRDD = get_rdd
        loadDataset = load_dataset
