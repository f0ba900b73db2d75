/** The package has no types of its own; the tree is narrowed by `isTree`. */
declare module "scalameta-parsers" {
  export function parseSource(code: string, options: { readonly dialect: string }): unknown;
}
