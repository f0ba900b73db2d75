import type { Secrets } from "./resolve-secrets.ts";
import { secretForms, shortestRedacted } from "./secret-forms.ts";
import { TextFinder } from "./text-finder.ts";

/** What stands where a secret stood. */
export const redacted = "***";

/** More than this is never held back: one endless run of overlapping secrets is cut into several marks. */
const mostHeld = 1 << 16;

/** Takes secrets out of one stream of text, however it is cut into chunks, or out of whole texts. */
export interface Redactor {
  /** The next chunk; what is returned may lack an end that could be the beginning of a secret. */
  write(chunk: string): string;
  /** What was held back. */
  end(): string;
  /** A whole text, apart from the stream. */
  redact(text: string): string;
}

const finders = new WeakMap<Secrets, TextFinder>();

/** Secrets of fewer than 8 characters are passed over; `resolveSecrets` has warned of them. */
export function createRedactor(secrets: Secrets): Redactor {
  const finder = finders.get(secrets) ?? makeFinder(secrets);
  finders.set(secrets, finder);
  if ([...secrets.values()].every((secret) => secret.length < shortestRedacted))
    return { write: (chunk) => chunk, end: () => "", redact: (text) => text };
  let held = "";
  /** How much at the start of what is held belongs to a secret that has been replaced already. */
  let covered = 0;
  return {
    write(chunk) {
      const step = redactUntilOpen(finder, held + chunk, covered);
      ({ held, covered } = step);
      return step.output;
    },
    end() {
      const rest = replaceAll(held, occurrences(finder, held, covered));
      held = "";
      covered = 0;
      return rest;
    },
    redact: (text) => replaceAll(text, occurrences(finder, text, 0)),
  };
}

function makeFinder(secrets: Secrets): TextFinder {
  const long = [...secrets.values()].filter((secret) => secret.length >= shortestRedacted);
  return new TextFinder([...new Set(long.flatMap(secretForms))]);
}

interface Span {
  readonly start: number;
  end: number;
}

/** All occurrences, those that overlap taken together. */
function occurrences(finder: TextFinder, text: string, covered: number): Span[] {
  const spans: Span[] = covered === 0 ? [] : [{ start: 0, end: covered }];
  finder.find(text, (start, end) => {
    const last = spans.at(-1);
    if (last !== undefined && start < last.end) last.end = Math.max(last.end, end);
    else spans.push({ start, end });
  });
  return spans;
}

function redactUntilOpen(finder: TextFinder, text: string, covered: number) {
  const spans = occurrences(finder, text, covered);
  const open = finder.openEnd(text);
  // A secret that reaches into the open end may be one with what follows.
  const joined = spans.find((span) => span.end > open);
  if (joined !== undefined && text.length - joined.start > mostHeld)
    return { output: replaceAll(text.slice(0, joined.end), spans), held: text.slice(open), covered: joined.end - open };
  const until = joined === undefined ? open : Math.min(open, joined.start);
  const done = spans.filter((span) => span.end <= until);
  const still = joined?.start === 0 ? covered : 0;
  return { output: replaceAll(text.slice(0, until), done), held: text.slice(until), covered: still };
}

function replaceAll(text: string, spans: readonly Span[]): string {
  if (spans.length === 0) return text;
  let output = "";
  let at = 0;
  for (const { start, end } of spans) {
    output += text.slice(at, start) + redacted;
    at = end;
  }
  return output + text.slice(at);
}
