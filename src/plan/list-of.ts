/** `a, b and c`: at most eight names, the rest counted. */
export function listOf(names: readonly string[]): string {
  const shown = names.slice(0, 8);
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(", ")} and ${more} more`;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}
