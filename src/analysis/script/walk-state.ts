import type { DefinedName } from "../../model/analysis.ts";
import type { Location } from "../../model/location.ts";
import type { Facts, Findings } from "../findings.ts";
import type { Scope } from "../scope.ts";
import type { Code, FunctionCode, Span } from "./code.ts";
import type { Dialect } from "./dialect.ts";

/** What is known of the whole file while its parts are gone through. */
export interface FileState {
  readonly dialect: Dialect;
  readonly findings: Findings;
  /** Names that the file's top level binds, in the order in which it does, with what makes them. */
  readonly definitions: Definition[];
  /** Functions of the top level; they run when they are called, so they are looked into last. */
  readonly functions: Map<string, OwnFunction>;
  /** Of functions of the file, the parameters that are handed the context. */
  readonly takesContext: Map<string, Set<number | string>>;
  /** Texts that have been understood as a part of something larger. */
  readonly understood: Set<Code>;
  readonly place: (from: Span, to?: Span) => Location;
}

export interface Definition {
  readonly name: DefinedName;
  readonly facts: Facts;
  /** Whether what it is made of may be random without it being so, as its rows are kept. */
  readonly keepsRows: boolean;
}

export interface OwnFunction {
  readonly code: FunctionCode;
  readonly facts: Facts;
  /** Whether it has been looked into. */
  readonly walked: { value: boolean };
}

/** What goes along on the way through a part of a file. */
export interface Walk {
  readonly file: FileState;
  readonly scope: Scope;
  /** Of the statement or function that the part belongs to. */
  readonly facts: Facts;
  /** The function that it stands in; undefined at the file's top level. */
  readonly inside: FunctionCode | undefined;
}
