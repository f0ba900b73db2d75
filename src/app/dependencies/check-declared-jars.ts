import { checkActionJars, checkLocalJars } from "../../deps/check-action-jars.ts";
import { checkJars } from "../../deps/check-jars.ts";
import type { JarRequirements } from "../../model/dependencies.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { everyAction } from "../../model/every-action.ts";
import { lineIn } from "../reading/line-in.ts";
import type { Prepared } from "../reading/prepare.ts";

/** What can be said of a job's jars without Java and the network; `scala` is the session's binary version. */
export function checkDeclaredJars(
  requirements: JarRequirements,
  prepared: Prepared,
  scala: string,
): readonly Diagnostic[] {
  const { job, checkout } = prepared;
  const lineOf = lineIn(checkout.tree);
  const lying = checkout.tree.list("deps").filter((path) => path.endsWith(".jar"));
  return [
    ...checkJars(requirements, scala, lineOf),
    ...checkActionJars(everyAction(job), scala, lineOf),
    ...checkLocalJars(lying, scala),
  ];
}
