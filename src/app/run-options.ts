import type { JobOptions } from "./job-options.ts";

/** What `ama run` is told. */
export interface RunOptions extends JobOptions {
  readonly report: "none" | "execution" | "code" | "json";
  readonly showData: boolean;
  readonly only: readonly string[];
  readonly from?: string | undefined;
  readonly resume?: string | undefined;
  readonly inputs?: string | undefined;
  readonly keep: boolean;
  readonly failFast: boolean;
  readonly name?: string | undefined;
}
