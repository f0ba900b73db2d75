import type { Call, Code } from "./code.ts";

/** A call, and what can be asked about it. */
export interface CallSite {
  readonly call: Call;
  readonly method: string;
  readonly receiver: Code | undefined;
  /** Whether it stands in a function, which may run later and more than once. */
  readonly inFunction: boolean;
  /** The text that a part of it gives, with `HOLE` for what is not known. */
  readonly text: (code: Code | undefined) => string;
}

/** What a call does, as far as the language's own libraries tell. */
export interface Effects {
  readonly reads?: readonly (Code | undefined)[];
  readonly writes?: readonly (Code | undefined)[];
  /** What a second execution would do twice. */
  readonly outside?: string;
  /** SQL that the session is handed, and a table that it is asked for. `sure`: it is the session that is asked. */
  readonly sql?: { readonly code: Code | undefined; readonly table: boolean; readonly sure: boolean };
  /** Why names may come from elsewhere after it. */
  readonly opens?: string;
  /** Whether it may read any dataset. */
  readonly readsAnything?: boolean;
  readonly random?: boolean;
}

/** What tells Python and R apart once both are `Code`. */
export interface Dialect {
  /** Whether `register` is at hand without the context's name. */
  readonly registersBare: boolean;
  effectsOf(site: CallSite): Effects;
  /** The text that a call of a well-known function gives; undefined for any other. */
  callText(call: Call, text: (code: Code | undefined) => string): string | undefined;
  operationText(operator: string, left: string, right: string): string | undefined;
  /** Whether a call certainly gives no dataset. */
  isPlainCall(call: Call): boolean;
  /** Whether an import of everything in a module brings no dataset. */
  isWellKnown(module: string): boolean;
  /** Whether code is the table of the file's own names, such as `globals()`. */
  isNameTable(code: Code): boolean;
  /** A method that gives a value whose rows stay the same. */
  keepsRows(call: Call): boolean;
}
