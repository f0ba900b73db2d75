import type { PlannedAction } from "../../model/plan.ts";
import { exportSourceTree, type SourceTree } from "../../repo/source-tree.ts";

/** The files of a run's sources, for actions that reach beyond their own. */
export interface SourceFilesOnDisk {
  /** The folder that they lie in, made when it is first asked for; none for an action that needs only its own text. */
  readonly rootOf: (action: PlannedAction) => string | undefined;
}

/** Whether actions share Scala code, which their host compiles. */
export function hasSharedScala(tree: SourceTree): boolean {
  return tree.list("src/lib").some((path) => path.endsWith(".scala"));
}

/** `folder` is to hold what lies in `src/`, under its own names. */
export function sourceFiles(tree: SourceTree, folder: string): SourceFilesOnDisk {
  const ownTextOnly = new Set(hasSharedScala(tree) ? [] : ["spark-sql", "spark-scala", "spark-jar"]);
  const exported = new Set<string>();
  const make = (paths: readonly string[]): void => {
    const missing = paths.filter((path) => !exported.has(path));
    if (missing.length > 0) exportSourceTree(tree, folder, missing);
    for (const path of missing) exported.add(path);
  };
  return {
    rootOf({ type, run }) {
      if (ownTextOnly.has(type)) return undefined;
      make([...tree.list("src"), ...(run.file === undefined ? [] : [run.file])]);
      return folder;
    },
  };
}
