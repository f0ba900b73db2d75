import { existsSync } from "node:fs";
import { type FileHandle, mkdir, open, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { error } from "../diagnostics/report.ts";
import type { OutputStore } from "../engine/ports.ts";
import type { AttemptId } from "../model/event.ts";
import { worldlyReason } from "./database.ts";
import type { StateFolder } from "./state-folder.ts";

export type OutputStream = "stdout" | "stderr";

/** A stream lies in files of this many bytes, so that none becomes unwieldy. */
export const defaultSegmentBytes = 64 * 1024 * 1024;

export interface OutputFiles extends OutputStore {
  /** Closes what attempts that did not end have left open. */
  closeAll(): Promise<void>;
}

/** Writes what attempts print: `output/<attempt>/<stream>.<segment>`. Goes on at its end where there is something already. */
export function openOutputStore(folder: StateFolder, segmentBytes = defaultSegmentBytes): OutputFiles {
  const writers = new Map<string, Promise<StreamWriter>>();
  const keyOf = (run: string, attempt: AttemptId, stream: OutputStream) => `${run}/${attempt}/${stream}`;

  async function close(key: string): Promise<void> {
    const writer = writers.get(key);
    writers.delete(key);
    await (await writer?.catch(() => undefined))?.close();
  }

  return {
    async append(run, attempt, stream, text) {
      const key = keyOf(run, attempt, stream);
      const path = join(folder.run(run).output, attempt);
      try {
        const opening = writers.get(key) ?? openStream(path, stream, segmentBytes);
        writers.set(key, opening);
        const writer = await opening;
        return { is: "appended", ...(await writer.append(Buffer.from(text))) };
      } catch (cause) {
        await close(key);
        const reason = worldlyReason(cause);
        if (reason === undefined) throw cause;
        const hint = "Make room or mend the folder, or choose another one with AMA_STATE; what was kept so far stays.";
        return {
          is: "failed",
          diagnostic: error("AMA1801", `The output in ${path} cannot be written: ${reason}.`, { hint }),
        };
      }
    },
    async close(run, attempt) {
      for (const stream of ["stdout", "stderr"] as const) await close(keyOf(run, attempt, stream));
    },
    async closeAll() {
      for (const key of writers.keys()) await close(key);
    },
  };
}

interface StreamWriter {
  append(bytes: Buffer): Promise<{ readonly from: number; readonly to: number }>;
  close(): Promise<void>;
}

async function openStream(path: string, stream: OutputStream, segmentBytes: number): Promise<StreamWriter> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  let end = await lengthOf(path, stream, segmentBytes);
  let segment = -1;
  let file: FileHandle | undefined;

  /** Writes at a known place, so that a write that failed half-way is written over. */
  async function write(bytes: Buffer): Promise<void> {
    const wanted = Math.floor(end / segmentBytes);
    if (file === undefined || wanted !== segment) {
      await file?.close();
      file = await openSegment(segmentPath(path, stream, wanted));
      segment = wanted;
    }
    const { bytesWritten } = await file.write(bytes, 0, bytes.length, end % segmentBytes);
    end += bytesWritten;
  }

  return {
    async append(bytes) {
      const from = end;
      for (let rest = bytes; rest.length > 0; ) {
        const before = end;
        await write(rest.subarray(0, segmentBytes - (end % segmentBytes)));
        rest = rest.subarray(end - before);
      }
      return { from, to: end };
    },
    async close() {
      await file?.close();
    },
  };
}

/** Creates it where it is missing, and never empties it. */
async function openSegment(path: string): Promise<FileHandle> {
  return existsSync(path) ? open(path, "r+") : open(path, "wx+", 0o600);
}

export function segmentPath(path: string, stream: OutputStream, segment: number): string {
  return join(path, `${stream}.${String(segment).padStart(4, "0")}`);
}

/** How many bytes the segments of a stream hold together. */
export async function lengthOf(path: string, stream: OutputStream, segmentBytes: number): Promise<number> {
  if (!existsSync(path)) return 0;
  const segments = (await readdir(path)).filter((name) => name.startsWith(`${stream}.`)).length;
  if (segments === 0) return 0;
  const last = await stat(segmentPath(path, stream, segments - 1));
  return (segments - 1) * segmentBytes + last.size;
}
