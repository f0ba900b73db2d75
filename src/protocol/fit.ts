import { MAX_LINE_BYTES } from "./framing.ts";
import type { NotificationName, NotificationParams } from "./messages/notifications.ts";
import type { RunnerError } from "./messages/runner-error.ts";

/** What a runner tells, before it has its number. */
export type Told = {
  [M in NotificationName]: { readonly method: M; readonly params: Omit<NotificationParams<M>, "seq"> };
}[NotificationName];

/** Output leaves in pieces of so many characters: escaped they take at most six bytes each. */
const OUTPUT_CHARACTERS = 64 * 1024;

/** What display fields are cut to: the first measure that makes the line short enough. */
interface Measure {
  readonly characters: number;
  readonly items: number;
  readonly depth: number;
}
const MEASURES: readonly Measure[] = [
  { characters: 16 * 1024, items: 100, depth: 8 },
  { characters: 1024, items: 20, depth: 3 },
  { characters: 100, items: 3, depth: 1 },
];

/**
 * Makes messages that fit into lines: output is split, fields that are only shown are cut and say how long they were,
 * a schema too long for a line is left out. A message that is too long for another reason throws.
 */
export function fit(told: Told): readonly Told[] {
  if (told.method === "output") {
    const { params } = told;
    return split(params.text).map((text) => ({ method: "output", params: { ...params, text } }));
  }
  for (const measure of MEASURES) {
    const shortened = shorten(told, measure);
    if (lengthOf(shortened) <= MAX_LINE_BYTES) return [shortened];
  }
  throw new RangeError(`"${told.method}" does not fit into a line of ${MAX_LINE_BYTES} bytes`);
}

/** The first characters of a text, and how many there were. */
export function cut(text: string, characters: number): string {
  return text.length <= characters
    ? text
    : `${text.slice(0, wholeBefore(text, characters))}… (${text.length} characters)`;
}

function shorten(told: Told, measure: Measure): Told {
  const short = (text: string): string => cut(text, measure.characters);
  switch (told.method) {
    case "statement.finished":
      return { ...told, params: shortValues(told.params, short) };
    case "log":
      return { ...told, params: { ...told.params, text: short(told.params.text) } };
    case "progress":
      return { ...told, params: { ...told.params, label: short(told.params.label) } };
    case "published":
      return measure === MEASURES[0] ? told : { ...told, params: withoutSchema(told.params) };
    case "ended":
      return { ...told, params: shortOutcome(told.params, measure) };
    default:
      return told;
  }
}

type Finished = Omit<NotificationParams<"statement.finished">, "seq">;
function shortValues(params: Finished, short: (text: string) => string): Finished {
  const { name, type, value, ...rest } = params;
  return {
    ...rest,
    ...(name === undefined ? {} : { name: short(name) }),
    ...(type === undefined ? {} : { type: short(type) }),
    ...(value === undefined ? {} : { value: short(value) }),
  };
}

type Published = Omit<NotificationParams<"published">, "seq">;
/** A schema is no display field, but half of one would be wrong, and the dataset itself has it. */
function withoutSchema(params: Published): Published {
  const { schema: _, ...rest } = params;
  return rest;
}

type Ended = Omit<NotificationParams<"ended">, "seq">;
function shortOutcome(params: Ended, measure: Measure): Ended {
  const { error, left, ...rest } = params;
  return {
    ...rest,
    ...(error === undefined ? {} : { error: shortError(error, measure) }),
    ...(left === undefined ? {} : { left: left.slice(0, measure.items).map((it) => cut(it, measure.characters)) }),
  };
}

/** Keeps the head of everything: the nearest frames, the first errors, the outer causes. */
function shortError(error: RunnerError, measure: Measure): RunnerError {
  const { characters, items, depth } = measure;
  const short = (text: string): string => cut(text, characters);
  const { cause, all, hint, ...rest } = error;
  const inner = { characters, items, depth: depth - 1 };
  return {
    ...rest,
    type: short(error.type),
    types: error.types.slice(0, items).map(short),
    message: short(error.message),
    stack: error.stack.slice(0, items).map((frame) => ({ ...frame, function: cut(frame.function, 200) })),
    ...(hint === undefined ? {} : { hint: short(hint) }),
    ...(cause === undefined || depth === 0 ? {} : { cause: shortError(cause, inner) }),
    ...(all === undefined || depth === 0 ? {} : { all: all.slice(0, items).map((other) => shortError(other, inner)) }),
  };
}

function split(text: string): readonly string[] {
  if (text.length <= OUTPUT_CHARACTERS) return [text];
  const pieces: string[] = [];
  for (let start = 0; start < text.length; ) {
    const end = start + OUTPUT_CHARACTERS >= text.length ? text.length : wholeBefore(text, start + OUTPUT_CHARACTERS);
    pieces.push(text.slice(start, end));
    start = end;
  }
  return pieces;
}

/** The end of the last whole character before `end`: the halves of a surrogate pair stay together. */
function wholeBefore(text: string, end: number): number {
  const last = text.charCodeAt(end - 1);
  return last >= 0xd800 && last < 0xdc00 ? end - 1 : end;
}

/** The length of the line, with the largest number that it can get. */
function lengthOf(told: Told): number {
  const params = { ...told.params, seq: Number.MAX_SAFE_INTEGER };
  return Buffer.byteLength(JSON.stringify({ jsonrpc: "2.0", method: told.method, params }));
}
