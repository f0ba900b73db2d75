import type { HostTells } from "../engine/ports.ts";
import type { RunnerMessage } from "../protocol/messages/notifications.ts";
import { withAdvice } from "./error-advice.ts";

/** The runner's message in the engine's words. */
export function told({ method, params }: RunnerMessage): HostTells {
  switch (method) {
    case "output":
      return { type: "printed", attempt: params.attempt, stream: params.stream, text: params.text };
    case "statement.finished": {
      const { seq: _, type, ...rest } = params;
      return { type: method, ...rest, ...(type === undefined ? {} : { valueType: type }) };
    }
    case "published": {
      const { seq: _, attempt, ...dataset } = params;
      return { type: method, attempt, dataset };
    }
    case "ended": {
      const { seq: _, error, ...rest } = params;
      return { type: "attempt.ended", ...rest, ...(error === undefined ? {} : { error: withAdvice(error) }) };
    }
    case "statement.started": {
      const { seq: _, ...rest } = params;
      return { type: method, ...rest };
    }
    case "progress": {
      const { seq: _, ...rest } = params;
      return { type: method, ...rest };
    }
    case "artifact": {
      const { seq: _, ...rest } = params;
      return { type: method, ...rest };
    }
    case "log": {
      const { seq: _, ...rest } = params;
      return { type: method, ...rest };
    }
  }
}
