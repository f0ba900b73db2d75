import type { Installable } from "./install.ts";
import { type ManagedJava, type ManagedSpark, managedJavas, managedSparks, supportOf } from "./supported.ts";
import { unpackJava } from "./unpack-java.ts";
import { unpackSpark } from "./unpack-spark.ts";

/** The managed Spark of a version, which may be given in short (`4.2`); without one the default. */
export function managedSpark(version?: string): ManagedSpark | undefined {
  return managedSparks.find(
    (spark) => version === undefined || spark.version === version || spark.version.startsWith(`${version}.`),
  );
}

/** The managed Java that suits a Spark best on this platform. */
export function managedJava(sparkVersion: string, platform: NodeJS.Platform, arch: string): ManagedJava | undefined {
  const javas = supportOf(sparkVersion)?.javas ?? [];
  const here = managedJavas.filter((java) => java.platform === `${platform}-${arch}`);
  return javas.flatMap((major) => here.filter((java) => java.major === major))[0];
}

export function installableSpark(spark: ManagedSpark): Installable {
  return { what: `Spark ${spark.version}`, folder: `spark/${spark.version}`, pinned: spark, unpack: unpackSpark };
}

export function installableJava(java: ManagedJava): Installable {
  return { what: `Java ${java.version}`, folder: `java/${java.version}`, pinned: java, unpack: unpackJava };
}
