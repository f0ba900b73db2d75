import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { firstIssue } from "../json-rpc.ts";
import { type Sources, sources, type Vector, vector } from "./vector.ts";

/** Reads `<folder>/vectors/*.json` and `<folder>/sources.json`. A file that is no vector throws: it comes with the program. */
export async function readVectors(folder: string): Promise<{ vectors: readonly Vector[]; sources: Sources }> {
  const names = (await readdir(join(folder, "vectors"))).filter((name) => name.endsWith(".json")).toSorted();
  const vectors = await Promise.all(names.map((name) => readAs(vector, join(folder, "vectors", name))));
  return { vectors, sources: await readAs(sources, join(folder, "sources.json")) };
}

async function readAs<T>(schema: v.GenericSchema<unknown, T>, file: string): Promise<T> {
  const read = v.safeParse(schema, JSON.parse(await readFile(file, "utf8")));
  if (!read.success) throw new Error(`${file}: ${firstIssue(read.issues)}`);
  return read.output;
}
