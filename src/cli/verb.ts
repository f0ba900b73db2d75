import type { AppHost } from "../app/app-host.ts";
import type { OptionTable, Values } from "./options.ts";

/** What a verb says of itself, for help and parsing. */
interface VerbWords<T extends OptionTable> {
  readonly usage: string;
  readonly summary: string;
  readonly options: T;
  /** How many arguments it takes beside its options. */
  readonly positionals: { readonly min: number; readonly max: number };
  /** Examples for help, each a command line. */
  readonly examples: readonly string[];
}

interface VerbSpec<T extends OptionTable> extends VerbWords<T> {
  /** Returns the exit code. */
  readonly run: (values: Values<T>, positionals: readonly string[], host: AppHost) => Promise<number>;
}

/** What parsing a command line gives, before it is known to fit a table. */
export type ParsedValues = Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;

/** One verb of the command line: its words, its options, and the function of app/ behind it. */
export interface Verb extends VerbWords<OptionTable> {
  /** Returns the exit code. `values` must have been parsed by this verb's options. */
  readonly run: (values: ParsedValues, positionals: readonly string[], host: AppHost) => Promise<number>;
}

/** Declares a verb; its `run` sees each option with the type that the table gives it. */
export function verb<const T extends OptionTable>(spec: VerbSpec<T>): Verb {
  return {
    ...spec,
    run(values, positionals, host) {
      if (!fits(spec.options, values)) throw new TypeError(`values that are not those of \`${spec.usage}\``);
      return spec.run(values, positionals, host);
    },
  };
}

function fits<T extends OptionTable>(table: T, values: ParsedValues): values is ParsedValues & Values<T> {
  return Object.entries(values).every(([name, value]) => {
    const spec = table[name];
    if (spec === undefined) return false;
    if (value === undefined) return true;
    if (spec.type === "boolean") return typeof value === "boolean";
    return spec.multiple ? Array.isArray(value) : typeof value === "string";
  });
}
