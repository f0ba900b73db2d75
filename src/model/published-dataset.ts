import type { JsonValue } from "./json.ts";

/** A dataset as an attempt published it. */
export interface PublishedDataset {
  readonly name: string;
  readonly kind: string;
  readonly as: "reference" | "cache" | "checkpoint" | "file";
  readonly schema?: JsonValue;
  readonly path?: string;
  readonly format?: string;
  readonly bytes?: number;
  readonly definedAt?: string;
}
