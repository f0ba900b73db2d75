import { argument, type Code, pathOf, type Step, stepsOf } from "../script/code.ts";
import type { CallSite, Effects } from "../script/dialect.ts";
import {
  chainEnds,
  contextReads,
  rddWrites,
  readerMethods,
  repeatedWrite,
  tableWrites,
  writerMethods,
} from "../spark-files.ts";

/** What a call reads and writes of files, through Spark, pandas and the like, or Python itself. */
export function pathEffects(site: CallSite): Effects {
  const { method, receiver, call } = site;
  if (receiver === undefined) return method === "open" ? opened(site, argument(call, 0, "file"), 1) : {};
  if (rddWrites.has(method)) return { writes: [argument(call, 0, "path")] };
  if (contextReads.has(method) && isSparkContext(receiver)) return { reads: [argument(call, 0, "name", "path")] };
  if (chainEnds.has(method)) {
    const steps = stepsOf(receiver);
    const has = (name: string) => steps.some((step) => step.name === name);
    if (has("read") || has("readStream")) return readerMethods.has(method) ? { reads: call.args.flatMap(pathsIn) } : {};
    if (has("write")) return frameWrite(site, steps);
    if (has("writeTo")) return method === "append" ? { outside: "an append" } : {};
    if (has("writeStream")) return streamWrite(site);
  }
  return frameEffects(site);
}

function isSparkContext(receiver: Code): boolean {
  return /^(?:sc|sparkContext)$/.test(stepsOf(receiver).at(-1)?.name ?? "");
}

/** Paths of a reader: one, several, or a list; other arguments are options. */
function pathsIn({ name, value }: CallSite["call"]["args"][number]): Code[] {
  if (name !== undefined && name !== "path" && name !== "paths") return [];
  return value.is === "parts" ? [...value.parts] : [value];
}

function frameWrite(site: CallSite, steps: readonly Step[]): Effects {
  const { call, method, text } = site;
  const mode = (named(call, "mode") ?? stepText("mode", steps, site))?.toLowerCase();
  function named(of: typeof call, key: string): string | undefined {
    const arg = of.args.find(({ name }) => name === key);
    return arg && text(arg.value);
  }
  if (tableWrites.has(method)) {
    const overwrites = method === "insertInto" && text(argument(call, 1, "overwrite")) === "True";
    return mode === "overwrite" || overwrites ? {} : { outside: method };
  }
  if (!writerMethods.has(method)) return {};
  const format = (named(call, "format") ?? stepText("format", steps, site))?.toLowerCase();
  const option = steps.find((step) => step.name === "option" && text(step.args[0]?.value) === "path");
  const writes = [argument(call, 0, "path") ?? option?.args[1]?.value];
  const outside = repeatedWrite(method, format, mode);
  return outside === undefined ? { writes } : { writes, outside };
}

function stepText(name: string, steps: readonly Step[], { text }: CallSite): string | undefined {
  const step = steps.findLast((one) => one.name === name);
  return step && text(step.args[0]?.value);
}

function streamWrite({ call, method }: CallSite): Effects {
  if (method === "start") return { writes: [argument(call, 0, "path")], outside: "a stream" };
  return method === "toTable" ? { outside: "a stream" } : {};
}

const frameReads =
  /^(?:read|scan)_(?:csv|table|fwf|parquet|json|ndjson|excel|feather|orc|pickle|hdf|xml|html|stata|sas|spss|ipc|avro|delta)$/;
const frameWrites =
  /^(?:to_(?:csv|parquet|json|excel|feather|orc|pickle|hdf|xml|html|stata)|(?:write|sink)_(?:csv|parquet|json|ndjson|excel|ipc|avro|delta))$/;
const fileArguments = [
  "path",
  "filepath_or_buffer",
  "path_or_buf",
  "path_or_buffer",
  "io",
  "source",
  "file",
  "excel_writer",
];
const arrayReads = new Set(["load", "loadtxt", "genfromtxt", "fromfile"]);
const arrayWrites = new Set(["save", "savetxt", "savez", "savez_compressed"]);

/** pandas, polars, numpy, pathlib, and tables of a database. */
function frameEffects(site: CallSite): Effects {
  const { call, method, receiver, text } = site;
  const path = argument(call, 0, ...fileArguments);
  if (frameReads.test(method)) return { reads: [path] };
  if (frameWrites.test(method)) {
    const appends = text(argument(call, 99, "mode")) === "a";
    return appends ? { writes: [path], outside: "an append" } : { writes: [path] };
  }
  if (method === "to_sql") return text(argument(call, 99, "if_exists")) === "replace" ? {} : { outside: "to_sql" };
  const [of] = pathOf(receiver) ?? [];
  if (of === "np" || of === "numpy") {
    if (arrayReads.has(method)) return { reads: [argument(call, 0, "file", "fname")] };
    if (arrayWrites.has(method)) return { writes: [argument(call, 0, "file", "fname")] };
  }
  if (method === "read_text" || method === "read_bytes") return { reads: [receiver] };
  if (method === "write_text" || method === "write_bytes") return { writes: [receiver] };
  if (method === "open" && (of === "gzip" || of === "bz2" || of === "io")) return opened(site, argument(call, 0), 1);
  return method === "open" && of === undefined ? opened(site, receiver, 0) : {};
}

function opened({ call, text }: CallSite, path: Code | undefined, place: number): Effects {
  const mode = argument(call, place, "mode");
  const letters = mode ? text(mode) : "r";
  if (/[wx]/.test(letters)) return { writes: [path] };
  return letters.includes("a") ? { writes: [path], outside: "an append" } : { reads: [path] };
}
