import { delimiter, join } from "node:path";
import type { Worker } from "../../protocol/messages/attempt.ts";
import { pythonPaths } from "../python/worker.ts";

/** What an R worker is made of. */
export interface RWorkerParts {
  readonly rscript: string;
  /** The program's own folder, where `runtimes/` lies. */
  readonly program: string;
  /** The worker's own code as R has compiled it; without it, R compiles it bit by bit while it runs. */
  readonly compiled?: string | undefined;
  /** Folders of R packages, before R's own. */
  readonly libraries: readonly string[];
  /** A Python with pyarrow, for datasets; without it the action has none. */
  readonly python?: string;
  /** For actions on a Spark session: that Spark's home. */
  readonly sparkHome?: string;
  /** Where R makes its own temporary folder, which stays behind when R is killed; without it, the usual place. */
  readonly temporary?: string;
}

/** How the worker of R actions is started. */
export function rWorker({ rscript, program, compiled, libraries, python, sparkHome, temporary }: RWorkerParts): Worker {
  const paths = pythonPaths(program, sparkHome);
  const command = [rscript, "--no-save", "--no-restore", join(program, "runtimes/r/worker.R")];
  return {
    command: compiled === undefined ? command : [...command, compiled],
    env: {
      ...(temporary === undefined ? {} : { TMPDIR: temporary }),
      ...(libraries.length === 0 ? {} : { R_LIBS: libraries.join(delimiter) }),
      ...(python === undefined ? {} : { RETICULATE_PYTHON: python, PYTHONPATH: paths.join(delimiter) }),
      ...(python === undefined || sparkHome === undefined ? {} : { PYSPARK_PYTHON: python }),
    },
  };
}
