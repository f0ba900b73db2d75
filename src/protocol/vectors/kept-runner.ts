import { DialledPort } from "./dialled-port.ts";
import { RunnerPlay, skippedFor } from "./play-runner.ts";
import { RunnerProcess, type RunnerProgram, type RunnerUnderTest } from "./runner-process.ts";
import { snippetsOf } from "./snippets.ts";
import type { RunnerVector, Sources, VectorResult } from "./vector.ts";

/** How long the runner waits for the next vector, in milliseconds. */
const LINGER_MS = 60_000;

/**
 * One process of a runner on which vectors are played, one after another: between two of them the connection breaks, and
 * the runner dials again. After a vector that it has failed nobody knows what it still does: end it, and start another.
 */
export class KeptRunner {
  readonly #port: DialledPort;
  readonly #process: RunnerProcess;
  #seq = 0;
  #plays = 0;

  private constructor(port: DialledPort, process: RunnerProcess) {
    this.#port = port;
    this.#process = process;
  }

  static async start(program: RunnerProgram): Promise<KeptRunner> {
    const port = await DialledPort.open();
    return new KeptRunner(port, await RunnerProcess.start(program, port.address));
  }

  /** Plays a vector that leaves the process alive, see `needsOwnProcess`, in one of the languages that it runs. */
  async play(vector: RunnerVector, runner: RunnerUnderTest, sources: Sources): Promise<VectorResult> {
    const lacking = skippedFor(vector, runner, sources);
    if (lacking !== undefined) return lacking;
    const standpoint = { seq: this.#seq, prefix: `${++this.#plays}-`, lingerMs: LINGER_MS };
    const play = new RunnerPlay(this.#port, this.#process, runner, sources, standpoint);
    const result = await play.all(vector.steps);
    this.#seq += play.told;
    this.#port.hangUp();
    return result;
  }

  async end(): Promise<void> {
    this.#port.hangUp();
    this.#port.close();
    await this.#process.kill();
  }
}

/** Whether a vector is about a runner's first connection or another epoch, or costs the runner its leader. */
export function needsOwnProcess(vector: RunnerVector): boolean {
  const [first] = vector.steps;
  return (first !== undefined && "connect" in first) || isOfLeaders(vector) || endsRunner(vector);
}

/**
 * Whether a vector says something of a language, and not only of the program that runs it: it runs or compiles something,
 * and is not about which leader the program follows.
 */
export function isOfLanguage(vector: RunnerVector): boolean {
  return snippetsOf(vector).length > 0 && !isOfLeaders(vector);
}

function isOfLeaders({ steps }: RunnerVector): boolean {
  return steps.some((step) => "accept" in step && "epoch" in step.accept);
}

function endsRunner({ steps }: RunnerVector): boolean {
  return steps.some((step) => "expectExit" in step || "stopListening" in step);
}
