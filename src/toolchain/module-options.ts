import { readFileSync } from "node:fs";
import type { JavaInstallation, SparkInstallation } from "../model/toolchain.ts";
import { classConstants } from "./class-constants.ts";
import { readZip } from "./zip-reader.ts";

const className = "org/apache/spark/launcher/JavaModuleOptions.class";

/**
 * What Spark's own start scripts would open of Java's modules: the texts of its `JavaModuleOptions`, read from the
 * class file, since asking the class itself costs a JVM. Modules that this Java lacks are not asked for.
 */
export function moduleOptions(spark: SparkInstallation, java: JavaInstallation): readonly string[] {
  const jar = spark.jars.find((path) => /\/spark-launcher_[^/]+\.jar$/.test(path));
  const options = jar && readZip(readFileSync(jar)).find(({ name }) => name === className);
  if (!options) return [];
  return classConstants(options.read()).filter((text) => /^-(-|XX:|D)/.test(text) && isFor(text, java));
}

function isFor(option: string, java: JavaInstallation): boolean {
  const added = /^--add-modules=(.+)$/.exec(option)?.[1];
  return added === undefined || java.modules.includes(added);
}
