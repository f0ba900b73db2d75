import { argument, type Code } from "../script/code.ts";
import type { CallSite, Effects } from "../script/dialect.ts";

/** Functions whose first argument is the file to read. */
const reads = new Set([
  ..."read.df loadDF read.json read.parquet read.orc read.text".split(" "),
  ..."read.csv read.csv2 read.table read.delim readRDS readLines scan readxl read_excel".split(" "),
  ..."read_csv read_csv2 read_tsv read_delim read_table read_rds read_lines read_fwf read_file".split(" "),
  ..."read_parquet read_feather read_ipc_file open_dataset read_json fromJSON read_fst fread vroom qread".split(" "),
]);
/** Functions of sparklyr: connection, name, path. */
const sparklyrReads = /^spark_read_(?:csv|parquet|json|orc|text|avro|delta|libsvm|source)$/;
const sparklyrWrites = /^spark_write_(?:csv|parquet|json|orc|text|avro|delta|source)$/;
/** Functions whose first argument is the data and the second the file. */
const writes = new Set([
  ..."write.df saveDF write.json write.parquet write.orc write.text write.csv write.csv2 write.table saveRDS writeLines".split(
    " ",
  ),
  ..."write_csv write_csv2 write_tsv write_delim write_rds write_lines write_file write_parquet write_feather".split(
    " ",
  ),
  ..."write_ipc_file write_dataset write_json write_fst fwrite vroom_write qsave".split(" "),
]);
const tableWrites = new Set([
  "saveAsTable",
  "insertInto",
  "write.jdbc",
  "spark_write_table",
  "spark_write_jdbc",
  "dbWriteTable",
]);
const fileNames = ["path", "file", "con", "description", "sources", "sink", "dsn"];

/** What a call reads and writes of files, by SparkR, sparklyr, base R and the usual packages. */
export function pathEffects(site: CallSite): Effects {
  const { call, method } = site;
  if (reads.has(method)) return { reads: [argument(call, 0, ...fileNames)] };
  if (sparklyrReads.test(method)) return { reads: [argument(call, 2, "path") ?? argument(call, 1)] };
  if (sparklyrWrites.test(method)) return written(site, argument(call, 1, "path"));
  if (tableWrites.has(method)) return tableWrite(site);
  if (writes.has(method)) return written(site, argument(call, 1, ...fileNames));
  if (method === "write.stream") return { writes: [argument(call, 99, "path")], outside: "a stream" };
  if (method === "sink" || method === "cat") return written(site, argument(call, method === "sink" ? 0 : 99, "file"));
  if (method === "file" || method === "gzfile") return opened(site);
  return {};
}

function written({ call, text }: CallSite, path: Code | undefined): Effects {
  const appends =
    text(argument(call, 99, "mode")) === "append" || /^T(?:RUE)?$/.test(text(argument(call, 99, "append")));
  return appends ? { writes: [path], outside: "an append" } : { writes: [path] };
}

function tableWrite({ call, method, text }: CallSite): Effects {
  const overwrites =
    text(argument(call, 99, "mode")) === "overwrite" || /^T(?:RUE)?$/.test(text(argument(call, 99, "overwrite")));
  return overwrites ? {} : { outside: method };
}

function opened({ call, text }: CallSite): Effects {
  const [path, mode] = [argument(call, 0, "description"), argument(call, 1, "open")];
  const letters = mode ? text(mode) : "r";
  if (letters.startsWith("w")) return { writes: [path] };
  return letters.startsWith("a") ? { writes: [path], outside: "an append" } : { reads: [path] };
}
