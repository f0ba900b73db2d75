import { digestOf } from "./digest.ts";
import type { Prepared } from "./prepare.ts";

/** What decides an action's result beside its source and settings: its jars, the shared code, and Spark itself. */
export function locksOf(
  jarsDigest: string,
  sparkVersion: string,
  { checkout }: Prepared,
): Readonly<Record<string, string>> {
  const { tree } = checkout;
  const shared = tree.list("src/lib").map((path) => `${path} ${digestOf(tree.read(path) ?? "")}\n`);
  return { jars: jarsDigest, library: digestOf(shared.join("")), spark: sparkVersion };
}
