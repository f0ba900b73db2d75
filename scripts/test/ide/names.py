"""What an IDE is to know of the wheel: each name under our package and those of version 0.2, with its type."""

from typing import Any

from amaterasu import AmaContext, ama_context, env
from amaterasu.pandas.runtime import AmaContext as PandasContext
from amaterasu.pyspark.runtime import AmaContext as SparkContext
from amaterasu.pyspark.runtime import AmaContextBuilder
from amaterasu.python.runtime import AmaContext as PlainContext
from pyspark import RDD
from pyspark.sql import DataFrame, SparkSession
from typing_extensions import assert_type

assert_type(env.name, str)
assert_type(AmaContext.env.input_root_path, str)
assert_type(ama_context.failure.line, int | None)
assert_type(env.configuration["limit"], Any)
assert_type(ama_context.register("odd", [1, 3]), None)
assert_type(PlainContext.get_dataframe("start", "odd"), Any)

assert_type(SparkContext.spark, SparkSession)
assert_type(SparkContext.get_dataframe("start", "odd"), DataFrame)
assert_type(SparkContext.getDataFrame("start", "odd"), DataFrame)
assert_type(SparkContext.load_dataset("orders"), DataFrame)
assert_type(SparkContext.getRDD("start", "odd"), RDD[Any])
assert_type(SparkContext.builder().setMaster("local[2]"), AmaContextBuilder)
PandasContext.persist("odd", PandasContext.get_dataset("orders"), overwrite=True)
