import { existsSync } from "node:fs";
import { ok, type Result } from "../../model/result.ts";
import { openSqliteRunStore } from "../../state/sqlite-run-store.ts";
import type { AppHost } from "../app-host.ts";
import type { JobOptions } from "../job-options.ts";
import { openRecord } from "../records/open-record.ts";

/**
 * The options of a command that continues a run: what it leaves out (repo, branch, environment, parameters) is as it was
 * in that run.
 */
export async function asItWas<T extends JobOptions & { readonly resume?: string | undefined }>(
  options: T,
  host: AppHost,
): Promise<Result<T>> {
  if (options.resume === undefined) return ok(options);
  const record = await openRecord(options.resume, host);
  if (!record.ok) return record;
  const { state, summary } = record.value;
  const elsewhere = options.repo !== undefined || options.job !== undefined;
  // A folder is run as it is now; of a URL, the branch that it was.
  const branch = elsewhere || existsSync(summary.repo) ? options.branch : (options.branch ?? summary.branch);
  const param = options.param.length > 0 ? options.param : await paramsOf(openSqliteRunStore(state).read(summary.run));
  return ok({
    ...options,
    repo: elsewhere ? options.repo : summary.repo,
    branch,
    env: options.env ?? summary.environment,
    param,
    resume: String(summary.alias),
  });
}

async function paramsOf(record: ReturnType<ReturnType<typeof openSqliteRunStore>["read"]>): Promise<string[]> {
  for await (const [event] of record) {
    if (event?.type !== "run.created") break;
    return Object.entries(event.params).map(
      ([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`,
    );
  }
  return [];
}
