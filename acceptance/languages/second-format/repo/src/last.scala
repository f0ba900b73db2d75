AmaContext.getDataFrame("step3", "rows").where("_1 > 20").show()
spark.sql("SELECT count(*) AS odd FROM AMACONTEXT_start_odd").show()
