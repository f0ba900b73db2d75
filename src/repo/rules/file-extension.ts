import { posix } from "node:path";
import type { JobRule } from "./job-rule.ts";

/** A file's extension fits its runner: a `.py` under `type: spark-scala` is mostly a slip. */
export const fileExtension: JobRule = (_job, { files: { problems, source: tree }, descriptors, found }) => {
  for (const { source, runner } of found.sources) {
    if ((source.kind !== "file" && source.kind !== "jar") || tree.kind(source.path) !== "file") continue;
    const extension = posix.extname(source.path);
    if (runner === undefined || runner.extensions.length === 0) continue;
    // Scripts often have none, or say in their first line what they are.
    if (extension === "" || isScript(tree.read(source.path))) continue;
    if (runner.extensions.includes(extension)) continue;
    const other = descriptors.find((one) => one.extensions.includes(extension));
    const message = `\`${posix.basename(source.path)}\` does not look like a file for ${runner.type}.`;
    const hint =
      other === undefined
        ? `Its files end with ${runner.extensions.join(" or ")}.`
        : `Is \`type: ${other.type}\` meant?`;
    problems.warning("AMA1111", message, source.at, { hint });
  }
};

function isScript(bytes: Uint8Array | undefined): boolean {
  return bytes?.[0] === 0x23 && bytes[1] === 0x21;
}
