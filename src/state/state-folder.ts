import { join } from "node:path";

/** Where things lie under `$AMA_STATE`; every path of the state folder is made here. */
export interface StateFolder {
  readonly root: string;
  /** The list of runs and their short numbers. */
  readonly index: string;
  readonly runs: string;
  /** By run, where its temporary files lie. */
  readonly temporary: string;
  run(run: string): RunFolder;
}

export interface RunFolder {
  readonly root: string;
  /** Events and epoch. */
  readonly record: string;
  readonly plan: string;
  readonly environment: string;
  /** What attempts printed: one folder each. */
  readonly output: string;
  readonly controlSocket: string;
  /** The content-addressed copy of the sources. */
  readonly sources: string;
}

export function stateFolder(root: string): StateFolder {
  return {
    root,
    index: join(root, "index.db"),
    runs: join(root, "runs"),
    temporary: join(root, "temporary"),
    run: (run) => runFolder(join(root, "runs", run)),
  };
}

function runFolder(root: string): RunFolder {
  return {
    root,
    record: join(root, "record.db"),
    plan: join(root, "plan.json"),
    environment: join(root, "environment.json"),
    output: join(root, "output"),
    controlSocket: join(root, "control.sock"),
    sources: join(root, "sources"),
  };
}
