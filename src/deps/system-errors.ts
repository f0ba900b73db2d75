/** The system's code of an error, `ENOENT` and the like; empty for an error without one. */
export function codeOf(e: unknown): string {
  return e instanceof Error && "code" in e ? String(e.code) : "";
}

/** Whether this machine's disk is full, or the place on it cannot be written. */
export function isOfTheDisk(e: unknown): boolean {
  return ["ENOSPC", "EDQUOT", "EROFS", "EACCES", "EPERM", "ENOTDIR"].includes(codeOf(e));
}

/** Why a transfer did not work, in words that follow a colon. */
export function reasonOf(e: unknown): string {
  if (!(e instanceof Error)) return String(e);
  const code = codeOf(e);
  if (/CERT|VERIFY/.test(code)) return `its certificate is not trusted (${e.message})`;
  const known: Readonly<Record<string, string>> = {
    ENOTFOUND: "the host's name is not known",
    EAI_AGAIN: "the host's name cannot be looked up",
    ECONNREFUSED: "the host refuses the connection",
    ECONNRESET: "the connection broke off",
    ERR_STREAM_PREMATURE_CLOSE: "the connection broke off",
    ETIMEDOUT: "the host does not answer",
    ENOSPC: "the disk is full",
    EDQUOT: "your quota of the disk is used up",
    EROFS: "the disk is read-only",
    EACCES: "you may not write there",
    EPERM: "you may not write there",
    ENOTDIR: "there is a file where a folder should be",
  };
  return known[code] ?? (e.message || code || e.name);
}
