/** The parts of `a,b , c`, given at once or one by one. */
export function listOf(texts: readonly string[] | undefined): readonly string[] {
  return (texts ?? [])
    .flatMap((text) => text.split(","))
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
