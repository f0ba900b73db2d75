/** What the system says of a full disk or a closed folder; anything else is a bug, and goes on. */
export function unwritten(cause: unknown): string {
  if (cause instanceof Error && "syscall" in cause) return cause.message;
  throw cause;
}
