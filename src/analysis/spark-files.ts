/** Methods of a DataFrameReader that read paths. */
export const readerMethods: ReadonlySet<string> = new Set(
  "load json csv parquet orc text textFile xml avro".split(" "),
);

/** Methods of a DataFrameWriter that write a path. */
export const writerMethods: ReadonlySet<string> = new Set("save json csv parquet orc text xml avro".split(" "));

/** Methods of a DataFrameWriter that write a table. */
export const tableWrites: ReadonlySet<string> = new Set(["saveAsTable", "insertInto", "jdbc"]);

/** Methods of an RDD that write a path, in one language or the other. */
export const rddWrites: ReadonlySet<string> = new Set(
  "TextFile ObjectFile PickleFile SequenceFile HadoopFile NewAPIHadoopFile".split(" ").map((what) => `saveAs${what}`),
);

/** Methods of a SparkContext that read a path, in one language or the other. */
export const contextReads: ReadonlySet<string> = new Set(
  "textFile wholeTextFiles objectFile pickleFile sequenceFile binaryFiles binaryRecords newAPIHadoopFile".split(" "),
);

/** All methods that may stand at the end of a chain that begins with `read`, `write`, `writeTo` or a stream's. */
export const chainEnds: ReadonlySet<string> = new Set([
  ...readerMethods,
  ...writerMethods,
  ...tableWrites,
  "append",
  "start",
  "toTable",
]);

const fileFormats = new Set("parquet json csv orc text avro xml delta iceberg hudi".split(" "));

/** What a second execution would do twice of a write to a path, if anything; `format` and `mode` where they show. */
export function repeatedWrite(
  method: string,
  format: string | undefined,
  mode: string | undefined,
): string | undefined {
  if (mode === "append") return "an append";
  const isForeign = method === "save" && format !== undefined && !fileFormats.has(format) && mode !== "overwrite";
  return isForeign ? `a write to ${format}` : undefined;
}
