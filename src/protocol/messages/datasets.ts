import * as v from "valibot";
import { json, name, record, strings } from "./values.ts";

/** A dataset that an attempt reads. `as: reference` is an object of the same host; otherwise it lies at `path`. */
export const input = v.object({
  action: name,
  name,
  as: v.picklist(["reference", "file"]),
  path: v.exactOptional(v.string()),
  format: v.exactOptional(v.string()),
  schema: v.exactOptional(json),
});

/**
 * A dataset that an attempt is to publish when its last statement has succeeded; the name `*` means every other dataset
 * that it has defined or registered. An `optional` one is passed over where it is not defined or no dataset.
 */
export const publication = v.object({
  name,
  policy: v.picklist(["reference", "cache", "checkpoint", "file"]),
  optional: v.exactOptional(v.boolean()),
  path: v.exactOptional(v.string()),
  format: v.exactOptional(v.string()),
});

/**
 * An external dataset of the environment's `datasets.yml`: a file where `uri` is given, a table where `table` is, and
 * else one that only the action's own code can make sense of, by its `keys`.
 */
export const externalDataset = v.object({
  name,
  uri: v.exactOptional(v.string()),
  format: v.exactOptional(v.string()),
  table: v.exactOptional(v.string()),
  mode: v.exactOptional(v.picklist(["overwrite", "append", "overwrite-partitions", "error"])),
  /** Columns by whose values it is parted when it is written. */
  partitionBy: v.exactOptional(strings),
  options: v.optional(record(v.string()), {}),
  /** All that the environment says of it, types kept. */
  keys: v.exactOptional(record(json)),
  /** Where: `env/dev/datasets.yml:3`. */
  definedAt: v.exactOptional(v.string()),
});

export type Input = v.InferOutput<typeof input>;
export type Publication = v.InferOutput<typeof publication>;
export type ExternalDataset = v.InferInput<typeof externalDataset>;
