/** What a process that runs actions gets of the leader's own environment: all but what is about the leader itself. */
export function inheritedEnvironment(of: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept = Object.entries(of).flatMap(([key, value]) =>
    value === undefined || /^(?:AMA_|NODE_|npm_)/.test(key) ? [] : [[key, value] as const],
  );
  return Object.fromEntries(kept);
}
