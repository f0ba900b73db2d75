import { open } from "node:fs/promises";

const tailBytes = 16 * 1024;

/**
 * Why a host ended by itself, from the end of its log: the line that looks like the reason, else the last one. `how`
 * is what the operating system says.
 */
export async function lastWords(log: string, how: string): Promise<string> {
  const lines = (await tailOf(log)).split("\n").filter((line) => line.trim() !== "");
  const telling = lines.findLastIndex((line) =>
    /OutOfMemoryError|Could not reserve|Unrecognized|Exception in thread|UnsupportedClassVersion|^Error/.test(line),
  );
  // The JVM says only in its next line what is wrong.
  const isHeading = lines[telling] === "Error occurred during initialization of VM";
  const last = (isHeading ? lines[telling + 1] : undefined) ?? lines.at(telling);
  return last === undefined ? how : `${how}; the last words of its log: ${last.trim().slice(0, 300)}`;
}

async function tailOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const length = Math.min(size, tailBytes);
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString("utf8");
  } finally {
    await file.close();
  }
}
