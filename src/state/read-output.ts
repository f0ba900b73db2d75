import { createReadStream } from "node:fs";
import { join } from "node:path";
import type { AttemptId } from "../model/event.ts";
import { defaultSegmentBytes, lengthOf, type OutputStream, segmentPath } from "./output-store.ts";
import type { StateFolder } from "./state-folder.ts";

export interface OutputRange {
  readonly run: string;
  readonly attempt: AttemptId;
  readonly stream: OutputStream;
  /** Bytes; without `to` all that there is. */
  readonly from?: number;
  readonly to?: number;
}

/** What an attempt printed, in portions; nothing where it printed nothing. */
export async function* readOutput(
  folder: StateFolder,
  { run, attempt, stream, from = 0, to }: OutputRange,
  segmentBytes = defaultSegmentBytes,
): AsyncGenerator<Buffer> {
  const path = join(folder.run(run).output, attempt);
  const end = Math.min(to ?? Number.POSITIVE_INFINITY, await lengthOf(path, stream, segmentBytes));
  for (let at = from; at < end; ) {
    const segment = Math.floor(at / segmentBytes);
    const until = Math.min(end, (segment + 1) * segmentBytes);
    const first = at - segment * segmentBytes;
    const last = until - segment * segmentBytes - 1;
    yield* createReadStream(segmentPath(path, stream, segment), { start: first, end: last });
    at = until;
  }
}
