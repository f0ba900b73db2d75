import type { Toolchain } from "../../model/toolchain.ts";
import { hostClassPath, hostJavaOptions } from "../../toolchain/host-java-options.ts";

/** The part of the toolchain that starts hosts. */
export interface HostToolchain {
  readonly java: string;
  readonly javaOptions: readonly string[];
  readonly hostClassPath: readonly string[];
  readonly sparkHome: string;
  readonly runtimeJar: string;
}

export function hostToolchainOf(toolchain: Toolchain): HostToolchain {
  return {
    java: toolchain.java.executable,
    javaOptions: hostJavaOptions(toolchain),
    hostClassPath: hostClassPath(toolchain),
    sparkHome: toolchain.spark.home,
    runtimeJar: toolchain.runtime.path,
  };
}
