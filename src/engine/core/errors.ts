import type { ActionError } from "../../model/event.ts";
import type { ActionId } from "../../model/job.ts";
import type { Location } from "../../model/location.ts";

function engineError(type: string, message: string, phase: ActionError["phase"], cause?: ActionError): ActionError {
  const error = { type, types: [], message, stack: [], phase };
  return cause === undefined ? error : { ...error, cause };
}

/** An attempt that did not end within its `timeout`; `cause` is what it ended with when it was stopped. */
export function timeoutError(cause?: ActionError): ActionError {
  return engineError("ama.Timeout", "it did not end within its timeout", "timeout", cause);
}

export function hostLostError(times: number, reason: string): ActionError {
  return engineError("ama.HostLost", `its host was lost ${times} times, the last time: ${reason}`, "run");
}

/** A host that ended before it was ready. */
export function hostNotStartedError(reason: string): ActionError {
  return {
    ...engineError("ama.HostNotStarted", `a host ended before it was ready: ${reason}`, "start"),
    retryable: false,
  };
}

/** A dataset that had been there was lost with its host, and could not be made again. */
export function inputLostError(reader: ActionId, dataset: string, producer: ActionId, cause: ActionError): ActionError {
  const message = `${reader} needs ${dataset}, which was lost with its host, and running ${producer} again failed: ${cause.message}`;
  return { ...engineError("ama.InputLost", message, "start", cause), retryable: false };
}

export function datasetMissingError(reader: ActionId, { action, name, at }: MissingDataset, why: string): ActionError {
  const place = at === undefined ? {} : { file: at.file, line: at.line };
  const message = `${reader} reads ${action}.${name}, ${why}`;
  return { ...engineError("ama.DatasetMissing", message, "start"), ...place, retryable: false };
}

interface MissingDataset {
  readonly action: ActionId;
  readonly name: string;
  /** Where it is read. */
  readonly at?: Location;
}

/** The host did not take the attempt. */
export function refusedError(reason: string): ActionError {
  return engineError("ama.Refused", `the host refused the attempt: ${reason}`, "start");
}

/** The runner says that it cancelled an attempt which nobody had asked to stop. */
export function selfCancelledError(): ActionError {
  return engineError("ama.Cancelled", "its runner stopped it without having been asked to", "run");
}
