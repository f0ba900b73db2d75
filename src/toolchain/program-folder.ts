import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The program's own folder, where `runtimes/` lies: the checkout, or the installed package that the bundle is in. */
export function programFolder(): string {
  return (found ??= search(import.meta.dirname));
}

let found: string | undefined;

function search(from: string): string {
  if (existsSync(join(from, "runtimes", "scala", "scalac.options"))) return from;
  if (dirname(from) === from) throw new Error("the program is not whole: runtimes/scala is missing");
  return search(dirname(from));
}
