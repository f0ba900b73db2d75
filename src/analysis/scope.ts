/**
 * What is known of a name: a constant text (`HOLE` where a part is unknown), the context object or what hangs below
 * `env` under another name, or nothing but that it is the user's own.
 */
export type Binding =
  | { readonly is: "text"; readonly text: string }
  | { readonly is: "context" }
  | { readonly is: "env"; readonly path: readonly string[] }
  | { readonly is: "own" };

/** The names that a block, function or file has bound so far; inner ones hide outer ones. */
export interface Scope {
  readonly outer?: Scope;
  readonly names: Map<string, Binding>;
}

export function innerScope(outer?: Scope): Scope {
  return outer ? { outer, names: new Map() } : { names: new Map() };
}

export function lookUp(scope: Scope, name: string): Binding | undefined {
  for (let at: Scope | undefined = scope; at; at = at.outer) {
    const binding = at.names.get(name);
    if (binding) return binding;
  }
  return undefined;
}
