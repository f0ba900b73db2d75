import { open } from "node:fs/promises";
import type { JavaInstallation, SparkInstallation } from "../model/toolchain.ts";
import { classConstants } from "./class-constants.ts";
import { readZip } from "./zip-reader.ts";

const className = "org/apache/spark/launcher/JavaModuleOptions.class";

/**
 * What Spark's own start scripts would open of Java's modules: the texts of its `JavaModuleOptions`, read from the
 * class file, since asking the class itself costs a JVM. Modules that this Java lacks are not asked for.
 */
export async function moduleOptions(spark: SparkInstallation, java: JavaInstallation): Promise<readonly string[]> {
  const jar = spark.jars.find((path) => /\/spark-launcher_[^/]+\.jar$/.test(path));
  if (jar === undefined) return [];
  const file = await open(jar);
  try {
    const entry = (await readZip(file)).find(({ name }) => name === className);
    if (entry === undefined) return [];
    return classConstants(await entry.read()).filter((text) => /^-(-|XX:|D)/.test(text) && isFor(text, java));
  } finally {
    await file.close();
  }
}

function isFor(option: string, java: JavaInstallation): boolean {
  const added = /^--add-modules=(.+)$/.exec(option)?.[1];
  return added === undefined || java.modules.includes(added);
}
