numbers = AmaContext.get_dataframe("folder", "numbers")
numbers.coalesce(1).write.mode("overwrite").parquet(f"{env.output_root_path}/numbers")
