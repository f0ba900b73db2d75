import { digestOf } from "../../model/digest.ts";
import type { Prepared } from "../reading/prepare.ts";

/**
 * What decides an action's result beside its source and settings: the shared code, and what is installed for it, such
 * as Spark itself and the digest of its jars.
 */
export function locksOf(
  installed: Readonly<Record<string, string>>,
  { checkout, plugins }: Prepared,
): Readonly<Record<string, string>> {
  const { tree } = checkout;
  const shared = tree.list("src/lib").map((path) => `${path} ${digestOf(tree.read(path) ?? "")}\n`);
  const runners = plugins.map(({ manifest, sha256 }) => `${manifest.name} ${sha256}\n`).join("");
  return {
    ...installed,
    ...(runners === "" ? {} : { runners: digestOf(runners) }),
    library: digestOf(shared.join("")),
  };
}
