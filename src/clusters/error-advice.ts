import type { ActionError } from "../model/event.ts";

type Advice = (match: RegExpExecArray) => string | undefined;

/** Where the jars are that bring along what users miss most. */
const artifacts: Readonly<Record<string, string>> = {
  avro: "org.apache.spark:spark-avro_2.13",
  kafka: "org.apache.spark:spark-sql-kafka-0-10_2.13",
  protobuf: "org.apache.spark:spark-protobuf_2.13",
};
const fileSystems: Readonly<Record<string, string>> = {
  s3a: "org.apache.hadoop:hadoop-aws",
  abfs: "org.apache.hadoop:hadoop-azure",
  gs: "com.google.cloud.bigdataoss:gcs-connector",
};

/** By what stands in `<type>: <message>`. */
const rules: readonly (readonly [RegExp, Advice])[] = [
  [
    /^ModuleNotFoundError: No module named '([\w-]+)/,
    ([, name]) =>
      `name the package that has ${name} in deps/requirements.txt; a module of the repo belongs into src/lib/`,
  ],
  [
    /^ImportError: (?:Missing optional dependency '|`Import )([\w-]+)|^ImportError: (matplotlib) is required/,
    ([, missing, plots]) => `name ${missing ?? plots} in deps/requirements.txt`,
  ],
  [/^packageNotFoundError: .*[‘'"]([\w.]+)[’'"]/, ([, name]) => `name ${name} in deps/packages.R`],
  [/ind (?:the )?data source: ([\w.]+)/, ([, name = ""]) => jarOf(name.replace(/\.$/, ""), artifacts, "Spark")],
  [
    /^ama\.NotConnected: (HiveServer2|Drill) .*cannot be reached/,
    ([, server]) =>
      `its address stands below \`${server === "Drill" ? "drill" : "hive"}\` of the environment, see \`ama env show\``,
  ],
  [/No suitable driver/, () => "name the JDBC driver of the database in deps/jars.yml"],
  [
    /(?:fs\.(s3a)\.S3A|fs\.azurebfs\.|fs\.gcs\.Google)\w*FileSystem not found/,
    ([found, s3a]) => fileSystem(found, s3a),
  ],
  [/No FileSystem for scheme "?(\w+)/, ([, scheme = ""]) => jarOf(scheme, fileSystems, "Spark's Hadoop")],
  [
    /(?:ClassNotFoundException: (?:Class )?|NoClassDefFoundError: )([\w.$/]+)/,
    ([, name = ""]) => `if a library has ${name.replaceAll("/", ".")}, name its jar in deps/jars.yml`,
  ],
];

/** The compiler's words for a package that is on no class path. A name that is not found is more often a slip. */
const unknownPackage = /^object (\w+) is not a member of package (\w+)/;

/** The error with what to do about it, where a library or a server is missing; others as they are. */
export function withAdvice<E extends ActionError>(error: E): E {
  const hint = error.hint ?? adviceFor(error);
  return hint === undefined ? error : { ...error, hint };
}

function adviceFor(error: ActionError): string | undefined {
  if (error.phase === "compile") {
    const [, child, parent] = unknownPackage.exec(error.message) ?? [];
    return child === undefined ? undefined : `if a library has ${parent}.${child}, name its jar in deps/jars.yml`;
  }
  for (let one: ActionError | undefined = error; one !== undefined; one = one.cause) {
    for (const [pattern, advice] of rules) {
      const match = pattern.exec(`${one.type}: ${one.message}`);
      if (match !== null) return advice(match);
    }
  }
  return undefined;
}

function fileSystem(found: string, s3a: string | undefined): string {
  return jarOf(s3a ?? (found.includes("azure") ? "abfs" : "gs"), fileSystems, "Spark's Hadoop");
}

function jarOf(name: string, known: Readonly<Record<string, string>>, versionOf: string): string {
  const artifact = known[name];
  if (artifact === undefined) return `name the jar that brings ${name} along in deps/jars.yml`;
  const version = artifact.startsWith("org.apache.") ? `, in the version of ${versionOf}` : "";
  return `name ${artifact} in deps/jars.yml${version}`;
}
