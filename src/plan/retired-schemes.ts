import { note } from "../diagnostics/report.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { ActionEnvironment } from "../model/environment.ts";
import type { SettingValue } from "../model/setting.ts";
import { schemeOf } from "./paths.ts";
import type { SparkConf } from "./spark-settings.ts";

/** Schemes of which Hadoop itself has no file system any more, and what took their place. */
const successors: Readonly<Record<string, string>> = { s3n: "s3a", s3: "s3a", wasb: "abfs", wasbs: "abfss" };

/**
 * The setting by which the successor's file system serves the old scheme. Only s3n has one: a cluster may have a file
 * system of its own for `s3:`, which a setting of ours would hide, and those of `wasb:` have other host names.
 */
const impl: SparkConf = { "spark.hadoop.fs.s3n.impl": "org.apache.hadoop.fs.s3a.S3AFileSystem" };

/** What makes the paths of an environment work whose scheme has been given up; any setting of the user's is above it. */
export function retiredSchemeConf(environment: ActionEnvironment): SparkConf {
  return pathsOf(environment).some((path) => schemeOf(path) === "s3n") ? impl : {};
}

/** Tells once for each scheme what becomes of it, unless the user has named a file system for it. */
export function noteRetiredSchemes(
  settings: Iterable<{ readonly environment: ActionEnvironment; readonly fixed: SparkConf }>,
): Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const { environment, fixed } of settings) {
    for (const path of pathsOf(environment)) {
      const scheme = schemeOf(path) ?? "";
      const successor = Object.hasOwn(successors, scheme) ? successors[scheme] : undefined;
      if (successor === undefined || isConfigured(scheme, environment, fixed)) continue;
      found.set(scheme, noteOf(scheme, successor, path));
    }
  }
  return [...found.values()];
}

function isConfigured(scheme: string, { sites }: ActionEnvironment, conf: SparkConf): boolean {
  const key = `spark.hadoop.fs.${scheme}.impl`;
  return (conf[key] !== undefined && conf[key] !== impl[key]) || sites.some((site) => site.endsWith("core-site.xml"));
}

function noteOf(scheme: string, successor: string, path: string): Diagnostic {
  const hint = `Write ${successor}: where you can.`;
  if (scheme === "s3n")
    return note("AMA1619", `${path} is reached through the file system of s3a:, as s3n: has none.`, { hint });
  return note("AMA1619", `${path} needs a file system of the session's own, as Hadoop has none for ${scheme}:.`, {
    hint,
  });
}

function pathsOf(environment: ActionEnvironment): string[] {
  const { inputRootPath, outputRootPath, workingDir, sources } = environment;
  const roots = [inputRootPath, outputRootPath, workingDir].map((setting) => setting.value);
  const paths: (SettingValue | undefined)[] = [...roots, ...sources.map((source) => source.options["uri"])];
  return paths.filter((path) => typeof path === "string");
}
