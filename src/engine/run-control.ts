import type { EventBody } from "../model/event.ts";

export type CancelRequest = Pick<Extract<EventBody, { type: "cancel.requested" }>, "by" | "reason" | "graceMs">;

/** How others reach a running leader: signals, the control socket. */
export interface RunControl {
  /** A first cancel stops the run truthfully, a second one ends everything at once. */
  cancel(request: CancelRequest): void;
  /** Hands on cancels, also those that came before; returns what ends that. */
  onCancel(listener: (request: CancelRequest) => void): () => void;
}

/** How long running code gets to stop when a person cancels. */
export const cancelGraceMs = 10_000;

/** A control whose first cancel may also come from an `AbortSignal`. */
export function openRunControl(signal?: AbortSignal): RunControl {
  const requests: CancelRequest[] = [];
  const listeners = new Set<(request: CancelRequest) => void>();
  // What a caller's request holds beside these has no business in the record.
  const cancel = ({ by, reason, graceMs }: CancelRequest): void => {
    requests.push({ by, reason, graceMs });
    for (const listener of listeners) listener({ by, reason, graceMs });
  };
  const aborted = () => cancel({ by: "signal", reason: "the run was cancelled", graceMs: cancelGraceMs });
  if (signal?.aborted === true) aborted();
  else signal?.addEventListener("abort", aborted, { once: true });
  return {
    cancel,
    onCancel(listener) {
      for (const request of requests) listener(request);
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
