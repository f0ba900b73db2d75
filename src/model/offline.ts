/** Whether nothing may be fetched: `AMA_OFFLINE` is there, and says neither `0` nor `false`. The launcher reads it alike. */
export function isOffline(env: Readonly<Record<string, string | undefined>>): boolean {
  return !["", "0", "false", undefined].includes(env["AMA_OFFLINE"]);
}
