import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { openPackages } from "./open-packages.ts";
import { freePort, type Server, startServer } from "./server.ts";

/** Spark's HiveThriftServer2: HiveServer2's protocol, by the jars that the managed Spark has already. */
export async function startSparkThriftServer(
  { java, sparkHome }: { readonly java: string; readonly sparkHome: string },
  folder: string,
  hive: Readonly<Record<string, string>>,
): Promise<Server> {
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const spark = {
    "spark.ui.enabled": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.sql.warehouse.dir": join(folder, "warehouse"),
    "spark.sql.shuffle.partitions": "1",
  };
  const binds = { "hive.server2.thrift.bind.host": "127.0.0.1", "hive.server2.thrift.port": String(port) };
  const http = { "hive.server2.thrift.http.port": String(port) };
  const command = [
    java,
    "-Xmx512m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    ...openPackages,
    "-cp",
    join(sparkHome, "jars/*"),
    "org.apache.spark.deploy.SparkSubmit",
    "--master",
    "local[1]",
    "--class",
    "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2",
    ...Object.entries(spark).flatMap(([key, value]) => ["--conf", `${key}=${value}`]),
    "spark-internal",
    ...Object.entries({ ...binds, ...http, ...hive }).flatMap(([key, value]) => ["--hiveconf", `${key}=${value}`]),
  ];
  const env = { SPARK_LOCAL_IP: "127.0.0.1" };
  return startServer(command, { port, log: join(folder, "server.log"), cwd: folder, env });
}
