import { basename } from "node:path";
import type { LocalWheel } from "../../model/python-packages.ts";
import { normalName } from "./package-names.ts";
import type { LockedPackage } from "./python-lock.ts";

/** Reads what `uv pip compile --generate-hashes` writes: pip's format, with who asked for what in comments. */
export function readResolved(text: string, wheels: readonly LocalWheel[]): readonly LockedPackage[] {
  return text
    .split(/\n(?=[A-Za-z0-9])/)
    .filter((block) => /^[A-Za-z0-9]/.test(block))
    .map((block) => readBlock(block, wheels));
}

function readBlock(block: string, wheels: readonly LocalWheel[]): LockedPackage {
  const [first = ""] = block.split("\n");
  const [source = "", marker] = first.replace(/\s*\\$/, "").split(/\s+;\s+/);
  const [, name = "", version = "", address] = /^(\S+?)(?:==(\S+)| @ (.+))$/.exec(source) ?? [];
  const askers = askersOf(block);
  const wheel = address?.startsWith("file:") ? wheelAt(address, wheels) : undefined;
  return {
    name: normalName(name.replace(/\[.*/, "")),
    version: wheel?.version ?? version,
    ...(marker === undefined ? {} : { marker }),
    ...(wheel !== undefined ? { wheel: wheel.path } : address === undefined ? {} : { url: address }),
    declared: askers.some((asker) => asker.startsWith("-")),
    askedBy: askers.filter((asker) => !asker.startsWith("-")),
    sha256: [...block.matchAll(/--hash=sha256:([0-9a-f]{64})/g)].map(([, sha256 = ""]) => sha256),
  };
}

/** `# via six`, or `# via` and a line for each. */
function askersOf(block: string): readonly string[] {
  const comments = block.split("\n").flatMap((line) => /^\s+#\s*(?:via\b)?\s*(.*)$/.exec(line)?.[1] ?? []);
  return comments.filter((comment) => comment !== "");
}

/** Each lies in a folder called by its SHA-256. */
function wheelAt(address: string, wheels: readonly LocalWheel[]): LocalWheel | undefined {
  const [, sha256] = /\/([0-9a-f]{64})\/[^/]+$/.exec(address) ?? [];
  return wheels.find(
    (wheel) => wheel.sha256 === sha256 && decodeURIComponent(basename(address)) === basename(wheel.path),
  );
}
