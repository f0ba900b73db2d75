import { join } from "node:path";
import type { Ports } from "../../engine/ports.ts";
import { inheritedEnvironment } from "../../frameworks/inherited-environment.ts";
import { actionRequests } from "../../frameworks/requests.ts";
import type { Result } from "../../model/result.ts";
import type { SettingValue } from "../../model/setting.ts";
import type { RunnerServer } from "../../protocol/server.ts";
import type { Secrets } from "../../secrets/resolve-secrets.ts";
import { reveal } from "../../secrets/reveal.ts";
import type { TemporaryFiles } from "../../state/temporary-files.ts";
import { programFolder } from "../../toolchain/program-folder.ts";
import type { AppHost } from "../app-host.ts";
import { digestOf } from "../../model/digest.ts";
import type { Execution } from "./execution.ts";
import { runHosts } from "../hosts/run-hosts.ts";
import { hasSharedScala, sourceFiles } from "./source-files.ts";
import { workersOf } from "./workers-of.ts";

/** What only a run that has begun knows. */
export interface Begun {
  readonly run: string;
  /** The run's private folder. */
  readonly root: string;
  readonly secrets: Secrets;
  readonly server: (epoch: number) => Promise<Result<RunnerServer>>;
  readonly startLimitMs: number;
  readonly temporary: TemporaryFiles;
}

/** How a run's processes are started, and what they are asked. */
export function processesOf(
  { plan, prepared, provided, folders, options }: Execution,
  host: AppHost,
  { root, secrets, server, startLimitMs, temporary }: Begun,
): Pick<Ports, "hosts" | "framework"> {
  const { checkout } = prepared;
  const { spark } = provided;
  const revealed = (value: SettingValue) => reveal(value, secrets);
  const common = { folder: root, cwd: checkout.baseDir, server, inherited: host.env, startLimitMs };
  const capacities = new Map(prepared.plugins.map(({ manifest }) => [manifest.name, manifest.capacity]));
  const files = sourceFiles(checkout.tree, join(root, "sources"));
  return {
    hosts: runHosts({
      spark: spark && {
        ...common,
        job: plan.job,
        toolchain: spark.hostToolchain,
        jobJars: spark.jars.jars.map((jar) => jar.path),
        hasSharedCode: hasSharedScala(checkout.tree),
        reveal: revealed,
        temporary: temporary.folder,
      },
      workers: { ...common, perWorker: (family) => capacities.get(family) ?? 1 },
      shell: {
        cwd: checkout.baseDir,
        folder: join(root, "scripts"),
        env: inheritedEnvironment(host.env),
        trace: join(programFolder(), "runtimes/shell/trace.bash"),
      },
    }),
    framework: actionRequests({
      params: plan.params,
      read: (path) => checkout.tree.read(path),
      reveal: revealed,
      ...(spark === undefined ? {} : { compiled: compiledActions(spark, folders.cache) }),
      folder: join(root, "requests"),
      showData: options.showData,
      workerOf: workersOf(provided, prepared.plugins, {
        env: host.env,
        cache: folders.cache,
        temporary: temporary.folder,
      }),
      sourceRootOf: files.rootOf,
      artifacts: join(root, "artifacts"),
    }),
  };
}

function compiledActions({ toolchain, jars }: NonNullable<Execution["provided"]["spark"]>, cache: string) {
  return {
    folder: join(cache, "compiled"),
    digest: digestOf([toolchain.runtime.digest, toolchain.spark.version, jars.digest].join("\n")),
  };
}
