import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { startLocalHost } from "../../clusters/local/start-host.ts";
import { sparkLaunchSpec } from "../../frameworks/spark/launch.ts";
import { reasonOf } from "../../model/result.ts";
import type { LaunchSpec } from "../../model/launch-spec.ts";
import type { Toolchain } from "../../model/toolchain.ts";
import type { Invitation } from "../../protocol/invitation.ts";
import { listenForRunners } from "../../protocol/server.ts";
import type { RunnerSession } from "../../protocol/session.ts";
import type { Train } from "../../toolchain/startup-cache.ts";
import type { AppHost } from "../app-host.ts";
import { hostToolchainOf } from "./host-toolchain.ts";

/** What jobs usually do at their start: datasets, implicits, closures, a shuffle, files written and read. */
const lesson = `
case class Row2(id: Int, name: String)
val numbers = sc.parallelize(1 to 1000)
val odd = numbers.filter(n => n % 2 != 0).toDF("number")
val rows = Seq(Row2(1, "a"), Row2(2, "b")).toDS()
println(s"\${odd.where("number > 100").count()} \${numbers.map(n => Row2(n, "x")).count()}")
odd.write.mode("overwrite").json(env.outputRootPath + "/json")
spark.range(1000).withColumn("key", $"id" % 10).write.mode("overwrite").parquet(env.outputRootPath + "/parquet")
val back = spark.read.parquet(env.outputRootPath + "/parquet")
val joined = back.join(rows.toDF().withColumnRenamed("id", "key"), "key").groupBy("name").agg(sum("id").as("sum"))
println(joined.collect().toList)
spark.read.option("header", "true").csv(Seq("a,b", "1,2").toDS()).show()
`;

/** Runs a host through a small job, for the JVM to learn from; a second attempt runs what was compiled before. */
export function trainHost(host: AppHost): Train {
  return async (toolchain, javaOptions, folder) => {
    const server = await listenForRunners({ epoch: 1, tokenDirectory: folder });
    if (!server.ok) return reasonOf(server);
    try {
      const invited = server.value.invite({ name: "host in training" });
      if (!invited.ok) return reasonOf(invited);
      return await train(folder, trainingSpec(folder, toolchain, javaOptions, invited.value, host), invited.value);
    } finally {
      await server.value.close();
    }
  };
}

async function train(folder: string, spec: LaunchSpec, invitation: Invitation): Promise<string | undefined> {
  await mkdir(spec.temporary);
  const process = await startLocalHost(spec);
  void process.exited.then(() => invitation.withdraw());
  const session = await invitation.session;
  const problem = session.ok ? await teach(session.value, folder) : reasonOf(session);
  if (problem !== undefined) process.kill("SIGKILL");
  await process.exited;
  return problem;
}

function trainingSpec(
  folder: string,
  toolchain: Toolchain,
  javaOptions: readonly string[],
  { address, tokenFile }: Invitation,
  host: AppHost,
): LaunchSpec {
  return sparkLaunchSpec({
    planned: { id: "training", kind: "spark", master: "local[2]", settings: {}, sites: [], envVars: {}, capacity: 1 },
    settings: {
      "spark.ui.enabled": "false",
      "spark.sql.catalogImplementation": "in-memory",
      "spark.sql.shuffle.partitions": "4",
    },
    envVars: {},
    host: "training",
    run: "training",
    job: "training",
    epoch: 1,
    address,
    tokenFile,
    folder: join(folder, "host"),
    temporary: join(folder, "temporary"),
    cwd: folder,
    ...hostToolchainOf(toolchain),
    javaOptions,
    jobJars: [],
    hasSharedCode: false,
    inherited: host.env,
  });
}

async function teach(session: RunnerSession, folder: string): Promise<string | undefined> {
  const compiled = { path: join(folder, "compiled", "lesson") };
  const messages = session.messages();
  for (const attempt of ["first", "again"]) {
    const problem = await attend(session, messages, attempt, folder, compiled);
    if (problem !== undefined) return problem;
  }
  await session.request("shutdown", { graceMs: 1_000 });
  return undefined;
}

async function attend(
  session: RunnerSession,
  messages: ReturnType<RunnerSession["messages"]>,
  attempt: string,
  folder: string,
  compiled: { path: string },
): Promise<string | undefined> {
  const asked = await session.request("run", {
    attempt,
    action: "lesson",
    type: "spark-scala",
    file: "lesson.scala",
    source: { inline: lesson },
    compiled,
    env: {
      inline: {
        name: "training",
        master: "local[2]",
        inputRootPath: folder,
        outputRootPath: join(folder, attempt),
        workingDir: folder,
        configuration: {},
        params: {},
      },
    },
    inputs: [],
    publish: [{ name: "odd", policy: "reference" }],
    options: { session: "own", showData: false },
  });
  if (!asked.ok) return reasonOf(asked);
  for (;;) {
    const told = await messages.next();
    if (told.done) return "the host went away";
    const { method, params } = told.value;
    session.acknowledge(params.seq);
    if (method === "ended" && params.attempt === attempt)
      return params.status === "succeeded" ? undefined : (params.error?.message ?? params.status);
  }
}
