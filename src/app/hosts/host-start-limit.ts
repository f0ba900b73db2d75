import { error } from "../../diagnostics/report.ts";
import { parseDuration } from "../../model/duration.ts";
import { failed, ok, type Result } from "../../model/result.ts";
import type { AppHost } from "../app-host.ts";

/** A cold JVM on a busy machine takes some ten seconds until it dials. */
const usualMs = 120_000;
/** The longest that a timer of Node takes. */
const longestMs = 2 ** 31 - 1;

/** How long a host may take from its start until it connects: `AMA_HOST_START_LIMIT`, else two minutes. */
export function hostStartLimitMs({ env }: AppHost): Result<number> {
  const text = env["AMA_HOST_START_LIMIT"];
  if (text === undefined || text === "") return ok(usualMs);
  const ms = parseDuration(text);
  if (ms !== undefined && ms > 0) return ok(Math.min(ms, longestMs));
  return failed(
    error("AMA2007", `AMA_HOST_START_LIMIT is no duration that can be read: \`${text}\`.`, {
      hint: "Write it like `30s`, `5m` or `1h30m`, or unset it for two minutes.",
    }),
  );
}
