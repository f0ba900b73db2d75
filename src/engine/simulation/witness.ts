import type { AttemptId, Event, HostId } from "../../model/event.ts";
import type { RunRequest } from "../../protocol/messages/requests.ts";
import { named } from "./fake-process.ts";

/**
 * Sees what really happens in the fake world, apart from what the engine thinks, and notes what must never be. It knows
 * of attempts and datasets only what the hosts did.
 */
export interface Witness {
  readonly violations: readonly string[];
  violation(text: string): void;
  began(host: HostId, request: RunRequest): void;
  ended(host: HostId, attempt: AttemptId, status: string): void;
  started(host: HostId, isAlreadyAlive: boolean): void;
}

export function openWitness(record: () => readonly Event[]): Witness {
  const violations: string[] = [];
  const begun = new Map<AttemptId, { host: HostId; request: RunRequest }>();
  const succeeded = new Set<AttemptId>();
  const objects = new Map<HostId, Set<string>>();
  const files = new Set<string>();
  const violation = (text: string) => void violations.push(text);

  function checkInput(host: HostId, attempt: AttemptId, input: RunRequest["inputs"][number]): void {
    const name = `${input.action}.${input.name}`;
    if (input.as === "reference" && objects.get(host)?.has(name) !== true) {
      violation(`${attempt} reads ${name} by reference, which ${host} does not hold from an attempt that succeeded`);
    }
    if (input.as === "file" && !files.has(input.path ?? "")) {
      violation(`${attempt} reads ${name} at ${input.path}, which no attempt that succeeded has written`);
    }
  }

  return {
    violations,
    violation,
    began(host, request) {
      const { attempt } = request;
      if (begun.has(attempt)) violation(`${attempt} was executed twice`);
      begun.set(attempt, { host, request });
      if (!record().some((event) => event.type === "attempt.requested" && event.attempt === attempt)) {
        violation(`${attempt} began before its intent was durable`);
      }
      for (const input of request.inputs) checkInput(host, attempt, input);
    },
    ended(host, attempt, status) {
      const execution = begun.get(attempt);
      if (status !== "succeeded" || execution === undefined) return;
      succeeded.add(attempt);
      const held = objects.get(host) ?? new Set();
      objects.set(host, held);
      for (const { name, path } of execution.request.publish.flatMap(named)) {
        held.add(`${execution.request.action}.${name}`);
        if (path !== undefined) files.add(path);
      }
    },
    started(host, isAlreadyAlive) {
      if (isAlreadyAlive) violation(`${host} was started a second time while it lived`);
      if (!record().some((event) => event.type === "host.requested" && event.host === host)) {
        violation(`${host} was started before its intent was durable`);
      }
    },
  };
}
