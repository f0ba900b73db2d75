/** A text taken apart: what stays as it is, and the references in it. */
export type Template = readonly (string | Reference)[];

export interface Reference {
  /** As written: `${NAME:-default}`. */
  readonly raw: string;
  /** `NAME`, `params.x`, `env.x`, `secret:NAME`. */
  readonly name: string;
  /** What stands after `:-`, itself a text with references. */
  readonly fallback?: string;
  /** Whether the name has the form of one. */
  readonly valid: boolean;
}

/**
 * Takes a text with `${…}` apart. `$$` is one `$`; in legacy texts, which knew no escape, only before a `{`.
 * A `$` that begins no reference stays. An unclosed `${` is a reference that is not valid.
 */
export function parseTemplate(text: string, legacy: boolean): Template {
  const parts: (string | Reference)[] = [];
  let plain = "";
  for (let i = 0; i < text.length; ) {
    if (text.startsWith("$${", i) || (!legacy && text.startsWith("$$", i))) {
      plain += "$";
      i += 2;
      // What follows the escaped `$` is text, also a `{`.
      if (text[i] === "{") plain += text[i++];
    } else if (text.startsWith("${", i)) {
      const raw = text.slice(i, closing(text, i));
      if (plain !== "") parts.push(plain);
      plain = "";
      parts.push(reference(raw));
      i += raw.length;
    } else plain += text[i++];
  }
  if (plain !== "") parts.push(plain);
  return parts;
}

/** The offset after the `}` that closes the `${` at `start`, or the end of the text. */
function closing(text: string, start: number): number {
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    if (text.startsWith("${", i)) depth++;
    else if (text[i] === "}" && --depth === 0) return i + 1;
  }
  return text.length;
}

function reference(raw: string): Reference {
  const inner = raw.endsWith("}") ? raw.slice(2, -1) : raw.slice(2);
  const split = inner.indexOf(":-");
  const name = split < 0 ? inner : inner.slice(0, split);
  const valid = raw.endsWith("}") && /^(secret:[\p{L}\p{N}_./-]+|[\p{L}_][\p{L}\p{N}_.-]*)$/u.test(name);
  return { raw, name, valid, ...(split < 0 ? {} : { fallback: inner.slice(split + 2) }) };
}
