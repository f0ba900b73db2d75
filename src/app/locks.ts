import { digestOf } from "./digest.ts";
import type { Prepared } from "./prepare.ts";

/**
 * What decides an action's result beside its source and settings: the shared code, and what is installed for it, such
 * as Spark itself and the digest of its jars.
 */
export function locksOf(
  installed: Readonly<Record<string, string>>,
  { checkout }: Prepared,
): Readonly<Record<string, string>> {
  const { tree } = checkout;
  const shared = tree.list("src/lib").map((path) => `${path} ${digestOf(tree.read(path) ?? "")}\n`);
  return { ...installed, library: digestOf(shared.join("")) };
}
