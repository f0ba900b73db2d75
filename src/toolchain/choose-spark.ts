import { resolve } from "node:path";
import { error, warning } from "../diagnostics/report.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { failed, ok, type Result } from "../model/result.ts";
import type { SparkInstallation, ToolchainRequest } from "../model/toolchain.ts";
import { managedSpark } from "./managed.ts";
import { inspectSpark } from "./spark-installation.ts";
import { type ManagedSpark, managedSparks, supportedSparks, supportOf } from "./supported.ts";

export type SparkChoice =
  | { readonly is: "found"; readonly spark: SparkInstallation }
  | { readonly is: "managed"; readonly spark: ManagedSpark };

/** Which Spark is used: the environment's, else a supported `SPARK_HOME`, else a managed one. Nothing is installed here. */
export function chooseSpark(
  request: ToolchainRequest,
  env: Readonly<Record<string, string | undefined>>,
): Result<SparkChoice> {
  if (request.sparkHome !== undefined) return ofEnvironment(request.sparkHome, request.sparkVersion);
  const { SPARK_HOME } = env;
  const ambient = SPARK_HOME ? inspectSpark(resolve(SPARK_HOME), "ambient") : undefined;
  const reason = SPARK_HOME ? whyPassedOver(ambient, request.sparkVersion) : undefined;
  if (ambient !== undefined && reason === undefined) return ok({ is: "found", spark: ambient });
  const spark = managedSpark(request.sparkVersion);
  const remarks = SPARK_HOME && reason !== undefined ? [passedOver(SPARK_HOME, reason, spark)] : [];
  return spark === undefined
    ? failed(...remarks, unsupportedVersion(request.sparkVersion))
    : ok({ is: "managed", spark }, remarks);
}

function ofEnvironment(home: string, version: string | undefined): Result<SparkChoice> {
  const spark = inspectSpark(resolve(home), "environment");
  const reason = whyPassedOver(spark, version);
  if (spark !== undefined && reason === undefined) return ok({ is: "found", spark });
  return failed(
    error("AMA1707", `The environment's spark home ${home} cannot be used: ${reason}.`, {
      hint: `Name a Spark ${supportedNames()} in the environment's \`spark: {home}\`, or leave it out to use the managed one.`,
    }),
  );
}

function whyPassedOver(spark: SparkInstallation | undefined, wanted: string | undefined): string | undefined {
  if (spark === undefined) return "there is no Spark in its folder `jars`";
  if (wanted !== undefined && spark.version !== wanted && !spark.version.startsWith(`${wanted}.`))
    return `it is Spark ${spark.version}, and the environment asks for ${wanted}`;
  const support = supportOf(spark.version);
  if (support === undefined) return `it is Spark ${spark.version}, and supported is ${supportedNames()}`;
  return spark.scala.startsWith(`${support.scala}.`)
    ? undefined
    : `it is built for Scala ${spark.scala}, and supported is ${support.scala}`;
}

function supportedNames(): string {
  return supportedSparks.map(({ minor }) => `${minor}.x`).join(" or ");
}

function passedOver(home: string, reason: string, instead: ManagedSpark | undefined): Diagnostic {
  const then = instead === undefined ? "" : `; using the managed Spark ${instead.version}`;
  return warning("AMA1711", `SPARK_HOME (${home}) is passed over: ${reason}${then}.`, {
    hint: "Unset SPARK_HOME, or let it name a supported Spark.",
  });
}

function unsupportedVersion(version: string | undefined): Diagnostic {
  const names = managedSparks.map((spark) => spark.version).join(", ");
  return error("AMA1708", `Spark ${version} is none that can be installed.`, {
    hint: `These can: ${names}; for another ${supportedNames()} name its folder in the environment's \`spark: {home}\`.`,
  });
}
