import { repeatedWheels } from "../../deps/python/local-wheels.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { everyAction } from "../../model/every-action.ts";
import { readDeclaredPython } from "./declared-python.ts";
import type { Prepared } from "../reading/prepare.ts";
import { readDeclaredR } from "./provide-r.ts";

/** What can be said of the packages that a job and its actions ask for without Python, R and the network. */
export function checkDeclaredPackages({ job, checkout }: Prepared): readonly Diagnostic[] {
  const folders = ["deps", ...everyAction(job).map(({ name }) => `src/${name}`)];
  return [...new Set(folders)].flatMap((folder) => {
    const python = readDeclaredPython(folder, checkout.tree);
    const wheels = python.ok ? repeatedWheels(python.value.wheels) : [];
    return [...python.diagnostics, ...wheels, ...readDeclaredR(folder, checkout.tree).diagnostics];
  });
}
