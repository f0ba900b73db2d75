import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Worker } from "../../protocol/messages/attempt.ts";

/** What a Python worker is made of. */
export interface PythonWorkerParts {
  readonly executable: string;
  /** The program's own folder, where `runtimes/` lies. */
  readonly program: string;
  /** For actions on a Spark session: that Spark's home, whose Python package fits it. */
  readonly sparkHome?: string;
  /** Where the bytecode of the worker itself is kept. */
  readonly bytecode: string;
  /** The PYTHONPATH that the user has set; it comes last. */
  readonly pythonPath?: string | undefined;
}

/** How the worker of Python actions is started. */
export function pythonWorker({ executable, program, sparkHome, bytecode, pythonPath }: PythonWorkerParts): Worker {
  const paths = [
    ...pythonPaths(program, sparkHome),
    ...(pythonPath === undefined || pythonPath === "" ? [] : [pythonPath]),
  ];
  // The executors of a local master are this machine's, and are to find the same packages.
  const spark = sparkHome === undefined ? {} : { PYSPARK_PYTHON: executable, PYSPARK_DRIVER_PYTHON: executable };
  return {
    // Sooner there than `-m amaterasu.worker`, which imports all that can find a module.
    command: [executable, "-c", "from amaterasu.worker.start import main; main()"],
    env: {
      AMA_BYTECODE: bytecode,
      PYTHONPATH: paths.join(delimiter),
      PYTHONUNBUFFERED: "1",
      MPLBACKEND: "Agg",
      ...spark,
    },
  };
}

/** Where our own Python code lies, and for a Spark session the package that fits it. */
export function pythonPaths(program: string, sparkHome: string | undefined): string[] {
  return [join(program, "runtimes/python/src"), ...(sparkHome === undefined ? [] : sparkPackages(sparkHome))];
}

/** Spark's own Python package, and the py4j that it brings along. */
function sparkPackages(sparkHome: string): string[] {
  const python = join(sparkHome, "python");
  const lib = join(python, "lib");
  const archives = existsSync(lib) ? readdirSync(lib).filter((name) => /^py4j-.*\.zip$/.test(name)) : [];
  return [python, ...archives.map((name) => join(lib, name))];
}
