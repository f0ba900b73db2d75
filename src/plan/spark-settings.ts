import type { SettingValue } from "../model/setting.ts";

export type SparkConf = Readonly<Record<string, SettingValue>>;

/** Settings below `spark.sql.` that Spark reads once, when its context starts: `StaticSQLConf` and `HiveUtils` of 4.2. */
const staticSql = new Set([
  "spark.sql.broadcastExchange.maxThreadThreshold",
  "spark.sql.cache.serializer",
  "spark.sql.catalogImplementation",
  "spark.sql.codegen.cache.maxEntries",
  "spark.sql.codegen.comments",
  "spark.sql.debug",
  "spark.sql.defaultUrlStreamHandlerFactory.enabled",
  "spark.sql.event.truncate.length",
  "spark.sql.extensions",
  "spark.sql.filesourceTableRelationCacheSize",
  "spark.sql.globalTempDatabase",
  "spark.sql.hive.metastore.barrierPrefixes",
  "spark.sql.hive.metastore.jars",
  "spark.sql.hive.metastore.jars.path",
  "spark.sql.hive.metastore.sharedPrefixes",
  "spark.sql.hive.metastore.version",
  "spark.sql.hive.thriftServer.singleSession",
  "spark.sql.hive.version",
  "spark.sql.legacy.sessionInitWithConfigDefaults",
  "spark.sql.metadataCacheTTLSeconds",
  "spark.sql.queryExecutionListeners",
  "spark.sql.resultQueryStage.maxThreadThreshold",
  "spark.sql.shuffleExchange.maxThreadThreshold",
  "spark.sql.sources.disabledJdbcConnProviderList",
  "spark.sql.sources.schemaStringLengthThreshold",
  "spark.sql.streaming.streamingQueryListeners",
  "spark.sql.streaming.ui.enabled",
  "spark.sql.streaming.ui.enabledCustomMetricList",
  "spark.sql.streaming.ui.retainedProgressUpdates",
  "spark.sql.streaming.ui.retainedQueries",
  "spark.sql.subquery.maxThreadThreshold",
  "spark.sql.ui.retainedExecutions",
  "spark.sql.warehouse.dir",
]);

/** Libraries whose settings belong to a session although they lie outside of `spark.sql.`. */
const sessionPrefixes = ["spark.databricks.", "spark.datasource.", "spark.cassandra.", "spark.gluten.sql."];

/** Whether a setting is fixed when the Spark context starts; any other one may differ from session to session. */
function isFixedAtStart(key: string): boolean {
  if (key.startsWith("spark.sql.")) return staticSql.has(key);
  return !sessionPrefixes.some((prefix) => key.startsWith(prefix));
}

export interface SplitConf {
  readonly fixed: SparkConf;
  readonly session: SparkConf;
}

/** Settings sorted by name, parted into those of the context and those of a session. */
export function splitConf(conf: SparkConf): SplitConf {
  const entries = Object.entries(conf).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    fixed: Object.fromEntries(entries.filter(([key]) => isFixedAtStart(key))),
    session: Object.fromEntries(entries.filter(([key]) => !isFixedAtStart(key))),
  };
}

export interface DefaultsFor {
  readonly master: string;
  readonly usesHive: boolean;
  readonly cores: number;
}

/** What is set where nobody sets it; any setting of the environment or an action takes its place. */
export function defaultConf({ master, usesHive, cores }: DefaultsFor): SparkConf {
  return {
    "spark.sql.catalogImplementation": usesHive ? "hive" : "in-memory",
    ...(isLocal(master) ? localDefaults(master, cores) : {}),
  };
}

function localDefaults(master: string, cores: number): SparkConf {
  // Spark's 200 are made for clusters; four tasks for each thread still keep each one's part of real data small.
  const partitions = Math.max(8, 4 * localThreads(master, cores));
  return { "spark.ui.enabled": "false", "spark.sql.shuffle.partitions": String(partitions) };
}

/** Whether driver and executors run on this machine, and see its files. */
export function isLocal(master: string): boolean {
  return /^local(?:-cluster)?(?:\[|$)/.test(master);
}

function localThreads(master: string, cores: number): number {
  const threads = /^local\[([^,\]]+)/.exec(master)?.[1]?.trim();
  if (threads === "*") return cores;
  const cluster = /^local-cluster\[(\d+),(\d+)/.exec(master);
  if (cluster) return Number(cluster[1]) * Number(cluster[2]);
  return Number(threads ?? 1) || 1;
}
