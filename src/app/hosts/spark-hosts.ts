import { join } from "node:path";
import { lastWords } from "../../clusters/local/last-words.ts";
import { hostLog, startLocalHost } from "../../clusters/local/start-host.ts";
import { sessionHost } from "../../clusters/session-host.ts";
import type { HostRequest, HostStarted } from "../../engine/ports.ts";
import { sparkLaunchSpec } from "../../frameworks/spark/launch.ts";
import type { JsonValue } from "../../model/json.ts";
import { reasonOf, type Result } from "../../model/result.ts";
import type { SettingValue } from "../../model/setting.ts";
import type { RunnerServer } from "../../protocol/server.ts";
import type { HostToolchain } from "./host-toolchain.ts";
import { textsOf } from "./texts.ts";

/** What Spark hosts of one run are started with. */
export interface SparkHostParts {
  readonly job: string;
  /** The run's private folder. */
  readonly folder: string;
  readonly cwd: string;
  readonly server: (epoch: number) => Promise<Result<RunnerServer>>;
  readonly toolchain: HostToolchain;
  readonly jobJars: readonly string[];
  /** Whether `src/lib` holds Scala. */
  readonly hasSharedCode: boolean;
  readonly reveal: (value: SettingValue) => Result<JsonValue>;
  readonly inherited: Readonly<Record<string, string | undefined>>;
  readonly startLimitMs: number;
  /** Makes a folder for temporary files. */
  readonly temporary: (name: string) => string;
}

/** Starts a Spark host on this machine, with a connection to this leader. */
export async function startSparkHost(parts: SparkHostParts, request: HostRequest): Promise<HostStarted> {
  const { planned, id, run, epoch } = request;
  const settings = textsOf(planned.settings, parts.reveal);
  const envVars = textsOf(planned.envVars, parts.reveal);
  if (!settings.ok) return notStarted(reasonOf(settings));
  if (!envVars.ok) return notStarted(reasonOf(envVars));
  const server = await parts.server(epoch);
  if (!server.ok) return notStarted(reasonOf(server));
  const invited = server.value.invite({ name: `host ${planned.id}` });
  if (!invited.ok) return notStarted(reasonOf(invited));
  const invitation = invited.value;
  const folder = join(parts.folder, "hosts", id);
  try {
    const spec = sparkLaunchSpec({
      planned,
      settings: settings.value,
      envVars: envVars.value,
      host: id,
      run,
      job: parts.job,
      epoch,
      address: invitation.address,
      tokenFile: invitation.tokenFile,
      folder,
      // Short, as paths of sockets have to be.
      temporary: parts.temporary(id.replace(`${run}-`, "")),
      cwd: parts.cwd,
      ...parts.toolchain,
      jobJars: parts.jobJars,
      hasSharedCode: parts.hasSharedCode,
      inherited: parts.inherited,
    });
    const process = await startLocalHost(spec);
    const { startLimitMs } = parts;
    const explain = (reason: string) => lastWords(hostLog(folder), reason);
    return { is: "started", handle: sessionHost(process, invitation, { startLimitMs, explain }) };
  } catch (problem) {
    await invitation.withdraw();
    if (problem instanceof Error) return notStarted(`the host could not be started: ${problem.message}`);
    throw problem;
  }
}

function notStarted(message: string): HostStarted {
  return {
    is: "failed",
    error: { type: "ama.HostNotStarted", types: [], message, stack: [], phase: "start", retryable: false },
  };
}
