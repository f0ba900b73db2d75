import type { AttemptId, EventBody } from "../model/event.ts";
import type { HostTells, OutputAppended, Ports, Redactor } from "./ports.ts";

type Range = Extract<EventBody, { type: "output" }>;
type Kept =
  | { readonly is: "kept"; readonly ranges: readonly Range[] }
  | { readonly is: "failed"; readonly failure: Extract<OutputAppended, { is: "failed" }> };
type Stream = "stdout" | "stderr";

/** Takes what attempts print through the redactor into the output store, and tells where it lies. */
export function openPrinting(run: string, { output, redactor }: Pick<Ports, "output" | "redactor">) {
  const streams = new Map<AttemptId, Partial<Record<Stream, ReturnType<Redactor["stream"]>>>>();

  async function keep(attempt: AttemptId, stream: Stream, text: string): Promise<Kept> {
    if (text === "") return { is: "kept", ranges: [] };
    const appended = await output.append(run, attempt, stream, text);
    if (appended.is === "failed") return { is: "failed", failure: appended };
    return { is: "kept", ranges: [{ type: "output", attempt, stream, from: appended.from, to: appended.to }] };
  }

  /** The rest of an attempt's text, which was held back; nothing more comes of it. */
  async function end(attempt: AttemptId): Promise<Kept> {
    const ofAttempt = streams.get(attempt) ?? {};
    streams.delete(attempt);
    const ranges: Range[] = [];
    for (const stream of ["stdout", "stderr"] as const) {
      const kept = await keep(attempt, stream, ofAttempt[stream]?.end() ?? "");
      if (kept.is === "failed") return kept;
      ranges.push(...kept.ranges);
    }
    await output.close(run, attempt);
    return { is: "kept", ranges };
  }

  return {
    end,
    print({ attempt, stream, text }: Extract<HostTells, { type: "printed" }>): Promise<Kept> {
      const ofAttempt = streams.get(attempt) ?? {};
      const redacting = ofAttempt[stream] ?? redactor.stream();
      streams.set(attempt, { ...ofAttempt, [stream]: redacting });
      return keep(attempt, stream, redacting.push(text));
    },
    /** The rest of attempts whose host went away before they ended. */
    async endAll(): Promise<Kept> {
      const ranges: Range[] = [];
      for (const attempt of streams.keys()) {
        const kept = await end(attempt);
        if (kept.is === "failed") return kept;
        ranges.push(...kept.ranges);
      }
      return { is: "kept", ranges };
    },
  };
}
