/** Which job, in which environment: what several verbs are told in the same words. */
export interface JobOptions {
  /** A path or git URL, perhaps with `//<job's folder>`; the current directory without it. */
  readonly repo?: string | undefined;
  readonly job?: string | undefined;
  readonly branch?: string | undefined;
  readonly env?: string | undefined;
  /** `name=value` each. */
  readonly param: readonly string[];
  /** `path=value` each. */
  readonly set: readonly string[];
  readonly strict: boolean;
  /** Whether what is locked may change. */
  readonly update?: boolean;
}
