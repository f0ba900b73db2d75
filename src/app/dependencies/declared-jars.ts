import { readJars } from "../../deps/read-jars.ts";
import type { JarRequirements } from "../../model/dependencies.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { everyAction } from "../../model/every-action.ts";
import { type Result, unlessErrors } from "../../model/result.ts";
import type { SourceFiles } from "../../model/source-files.ts";
import type { Prepared } from "../reading/prepare.ts";

const fileNames = ["jars.yml", "jars.yaml", "jars.json"];

/** The jars that a job asks for: `deps/jars.yml`, those of single actions, and the artifacts that actions run. */
export function readDeclaredJars({ job, checkout }: Prepared): Result<JarRequirements> {
  const actions = everyAction(job);
  const folders = ["deps", ...actions.map(({ name }) => `src/${name}`)];
  const read = folders.flatMap((folder) => readIn(folder, checkout.tree));
  const problems: Diagnostic[] = read.flatMap((one) => one.diagnostics);
  const files = read.flatMap((one) => (one.ok ? [one.value] : []));
  const ofActions = actions.flatMap(({ source }) => (source.kind === "artifact" ? [source] : []));
  return unlessErrors(
    {
      repositories: [
        ...files.flatMap((file) => file.repositories),
        ...ofActions.flatMap((action) => action.repositories),
      ],
      artifacts: [...files.flatMap((file) => file.artifacts), ...ofActions.map((action) => action.artifact)],
      missing: files.some((file) => file.missing === "warn") ? "warn" : "error",
    },
    problems,
  );
}

function readIn(folder: string, files: SourceFiles): Result<JarRequirements>[] {
  const path = fileNames.map((name) => `${folder}/${name}`).find((candidate) => files.kind(candidate) === "file");
  const bytes = path === undefined ? undefined : files.read(path);
  return path === undefined || bytes === undefined ? [] : [readJars(path, new TextDecoder().decode(bytes))];
}
