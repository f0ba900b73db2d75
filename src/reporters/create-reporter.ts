import { CodeReporter } from "./code-reporter.ts";
import { ExecutionReporter } from "./execution-reporter.ts";
import { JsonReporter } from "./json-reporter.ts";
import { NoneReporter } from "./none-reporter.ts";
import type { Reporter, ReportOptions } from "./reporter.ts";

/** What `--report` takes. */
const reportKinds = ["none", "execution", "code", "json"] as const;
export type ReportKind = (typeof reportKinds)[number];

export function createReporter(kind: ReportKind, options: ReportOptions): Reporter {
  switch (kind) {
    case "none":
      return new NoneReporter(options);
    case "execution":
      return new ExecutionReporter(options);
    case "code":
      return new CodeReporter(options);
    case "json":
      return new JsonReporter(options);
  }
}
