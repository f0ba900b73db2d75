import { expect, test } from "vitest";
import type { ActionError } from "../model/event.ts";
import { withAdvice } from "./error-advice.ts";

function failure(text: string, more: Partial<ActionError> = {}): ActionError {
  const [type = "", ...message] = text.split(": ");
  return { type, types: [], message: message.join(": "), stack: [], phase: "run", ...more };
}

test.each([
  [
    "ModuleNotFoundError: No module named 'sklearn.linear_model'",
    "name the package that has sklearn in deps/requirements.txt; a module of the repo belongs into src/lib/",
  ],
  [
    "ImportError: Missing optional dependency 'openpyxl'.  Use pip or conda to install openpyxl.",
    "name openpyxl in deps/requirements.txt",
  ],
  [
    'ImportError: matplotlib is required for plotting when the default backend "matplotlib" is selected.',
    "name matplotlib in deps/requirements.txt",
  ],
  ["packageNotFoundError: there is no package called ‘dplyr’", "name dplyr in deps/packages.R"],
  [
    "AnalysisException: Failed to find data source: kafka. Please deploy the application as per …",
    "name org.apache.spark:spark-sql-kafka-0-10_2.13 in deps/jars.yml, in the version of Spark",
  ],
  [
    "org.apache.spark.SparkClassNotFoundException: [DATA_SOURCE_NOT_FOUND] Failed to find the data source: delta. Make sure …",
    "name the jar that brings delta along in deps/jars.yml",
  ],
  [
    "ama.NotConnected: HiveServer2 at 127.0.0.1:9 cannot be reached: Connection refused",
    "its address stands below `hive` of the environment, see `ama env show`",
  ],
  ["java.sql.SQLException: No suitable driver", "name the JDBC driver of the database in deps/jars.yml"],
  [
    "java.lang.RuntimeException: java.lang.ClassNotFoundException: Class org.apache.hadoop.fs.s3a.S3AFileSystem not found",
    "name org.apache.hadoop:hadoop-aws in deps/jars.yml, in the version of Spark's Hadoop",
  ],
  [
    'org.apache.hadoop.fs.UnsupportedFileSystemException: No FileSystem for scheme "gs"',
    "name com.google.cloud.bigdataoss:gcs-connector in deps/jars.yml",
  ],
  [
    "java.lang.NoClassDefFoundError: com/acme/Pricing",
    "if a library has com.acme.Pricing, name its jar in deps/jars.yml",
  ],
])("%s", (text, hint) => {
  expect(withAdvice(failure(text)).hint).toBe(hint);
});

test("the cause counts too, and the compiler's words", () => {
  const cause = failure("java.lang.ClassNotFoundException: org.postgresql.Driver");
  expect(withAdvice(failure("java.lang.RuntimeException: failed", { cause })).hint).toBe(
    "if a library has org.postgresql.Driver, name its jar in deps/jars.yml",
  );
  const compile = { phase: "compile" } as const;
  expect(withAdvice(failure("ama.CompileError: object acme is not a member of package com", compile)).hint).toBe(
    "if a library has com.acme, name its jar in deps/jars.yml",
  );
});

test("a hint that is there stays, and most errors have none", () => {
  const own = failure("java.sql.SQLException: No suitable driver", { hint: "as the runner says" });
  expect(withAdvice(own).hint).toBe("as the runner says");
  expect(withAdvice(failure("java.lang.ArithmeticException: / by zero"))).not.toHaveProperty("hint");
  expect(withAdvice(failure("ama.CompileError: not found: value ood", { phase: "compile" }))).not.toHaveProperty(
    "hint",
  );
});
