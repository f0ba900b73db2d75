import { join } from "node:path";
import type { LaunchSpec } from "../../model/launch-spec.ts";
import type { PlannedHost } from "../../model/plan.ts";
import { inheritedEnvironment } from "../inherited-environment.ts";

/** What the plan cannot know of a host's start. */
export interface SparkLaunch {
  readonly planned: PlannedHost;
  /** The plan's settings with their secrets filled in. */
  readonly settings: Readonly<Record<string, string>>;
  readonly envVars: Readonly<Record<string, string>>;
  readonly host: string;
  readonly run: string;
  readonly job: string;
  readonly epoch: number;
  readonly address: string;
  readonly tokenFile: string;
  readonly folder: string;
  readonly temporary: string;
  readonly cwd: string;
  readonly java: string;
  readonly javaOptions: readonly string[];
  readonly runtimeJar: string;
  readonly sparkHome: string;
  /** The runtime and Spark's jars, in the order that start-up caches depend on. */
  readonly hostClassPath: readonly string[];
  readonly jobJars: readonly string[];
  /** Whether the job's actions share Scala code, which is compiled when the host runs. */
  readonly hasSharedCode: boolean;
  /** The leader's environment, of which the host gets what a program usually needs. */
  readonly inherited: Readonly<Record<string, string | undefined>>;
}

/** How a Spark host is started: our own main class on Spark's jars, then the job's. */
export function sparkLaunchSpec(launch: SparkLaunch): LaunchSpec {
  const { planned, folder, runtimeJar, jobJars } = launch;
  const local = isInProcess(planned.master);
  const sharedDir = launch.hasSharedCode ? join(folder, "shared") : undefined;
  return {
    host: launch.host,
    master: planned.master,
    mainClass: "amaterasu.host.Main",
    classPath: [...launch.hostClassPath, ...jobJars, ...(sharedDir === undefined ? [] : [sharedDir])],
    java: launch.java,
    javaOptions: [...launch.javaOptions, ...driverOptions(launch.settings)],
    env: { ...hostEnvironment(launch), ...launch.envVars },
    folder,
    temporary: launch.temporary,
    cwd: launch.cwd,
    hostFile: {
      address: launch.address,
      tokenFile: launch.tokenFile,
      lingerMs: 0,
      epoch: launch.epoch,
      classesDir: join(folder, "classes"),
      ...(sharedDir === undefined ? {} : { sharedDir }),
      runtimeJar,
      spark: {
        ...launch.settings,
        "spark.master": planned.master,
        "spark.app.name": launch.settings["spark.app.name"] ?? `${launch.job} ${launch.run}`,
        // Executors of their own need what the driver has on its class path already.
        ...(local ? {} : { "spark.jars": [runtimeJar, ...jobJars].join(",") }),
      },
    },
  };
}

/** Whether the driver's own process is the executor. */
function isInProcess(master: string): boolean {
  return /^local(\[|$)/.test(master);
}

/** What spark-submit would have made of the settings of the driver's JVM. */
function driverOptions(settings: Readonly<Record<string, string>>): string[] {
  const memory = settings["spark.driver.memory"];
  const extra = `${settings["spark.driver.defaultJavaOptions"] ?? ""} ${settings["spark.driver.extraJavaOptions"] ?? ""}`;
  return [...(memory === undefined ? [] : [`-Xmx${memory}`]), ...extra.split(/\s+/).filter((option) => option !== "")];
}

function hostEnvironment(launch: SparkLaunch): Record<string, string> {
  return {
    ...inheritedEnvironment(launch.inherited),
    SPARK_HOME: launch.sparkHome,
    SPARK_SCALA_VERSION: "2.13",
    // A laptop's own name may not resolve, and nobody else is to reach its ports.
    ...(isLoopback(launch.planned.master) ? { SPARK_LOCAL_IP: "127.0.0.1" } : {}),
  };
}

function isLoopback(master: string): boolean {
  return /^local(-cluster)?(\[|$)/.test(master);
}
