import type { StartupCache, Toolchain } from "../model/toolchain.ts";
import { moduleOptions } from "./module-options.ts";

/**
 * The JVM options of a Spark host, which start-up caches are made and used with. Those of the job come after them.
 *
 * The class path must be `hostClassPath`, with jars of the job only appended: the JVM accepts a start-up cache when
 * the class path that it was made with is the beginning of the present one.
 */
export function hostJavaOptions(toolchain: Toolchain): readonly string[] {
  return [
    ...moduleOptions(toolchain.spark, toolchain.java),
    // The Scala compiler recurses deeply over long expressions.
    "-Xss4m",
    "-Dfile.encoding=UTF-8",
    "-Dstdout.encoding=UTF-8",
    "-Dstderr.encoding=UTF-8",
    "-Djava.awt.headless=true",
    ...(toolchain.startupCache === undefined ? [] : useOptions(toolchain.startupCache)),
  ];
}

/** The runtime first, then Spark's jars by name. Folders are not allowed in it: a start-up cache cannot hold them. */
export function hostClassPath(toolchain: Toolchain): readonly string[] {
  return [toolchain.runtime.path, ...toolchain.spark.jars];
}

/** A cache that does not fit is ignored by the JVM, which then starts as if there were none. */
function useOptions(cache: StartupCache): readonly string[] {
  return cache.kind === "aot"
    ? // Warnings there are of stubs that are made anew; an archive that does not fit is an error in the host's log.
      [`-XX:AOTCache=${cache.path}`, "-Xlog:aot*=error"]
    : [`-XX:SharedArchiveFile=${cache.path}`, "-Xshare:auto"];
}

/** What makes a JVM write a start-up cache when it ends. */
export function trainingOptions(cache: StartupCache): readonly string[] {
  return [cache.kind === "aot" ? `-XX:AOTCacheOutput=${cache.path}` : `-XX:ArchiveClassesAtExit=${cache.path}`];
}
