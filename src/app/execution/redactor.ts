import type { Redactor } from "../../engine/ports.ts";
import type { EventBody } from "../../model/event.ts";
import { createRedactor } from "../../secrets/redactor.ts";
import type { Secrets } from "../../secrets/resolve-secrets.ts";

/** The run's redactor, for events and for output as it streams. */
export function redactorOf(secrets: Secrets): Redactor {
  const whole = createRedactor(secrets);
  return {
    event: (body) => (secrets.size === 0 ? body : redactedTexts(body, (text) => whole.redact(text))),
    stream() {
      const redactor = createRedactor(secrets);
      return { push: (text) => redactor.write(text), end: () => redactor.end() };
    },
  };
}

/** The same event with every text in it redacted, keys excepted. */
function redactedTexts(body: EventBody, redact: (text: string) => string): EventBody {
  return JSON.parse(
    JSON.stringify(body, (_key, value: unknown) => (typeof value === "string" ? redact(value) : value)),
  );
}
