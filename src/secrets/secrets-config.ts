/** Where secrets come from, as the user or the machine says; a repo has no say in it. */
export interface SecretsConfig {
  /** Asked in this order. */
  readonly providers: readonly SecretsProvider[];
  /** The file that says so; undefined for the built-in default. */
  readonly file?: string;
}

export type SecretsProvider =
  /** Variables of the process: `AMA_SECRET_<NAME>`, or the name itself. */
  | { readonly is: "environment" }
  /** Lines `NAME=value` in a file that nobody else can read. */
  | { readonly is: "file"; readonly path: string }
  /** What a program prints; `{name}` in its arguments stands for the secret's name. */
  | { readonly is: "command"; readonly command: readonly string[] };

export const defaultSecretsConfig: SecretsConfig = { providers: [{ is: "environment" }] };
