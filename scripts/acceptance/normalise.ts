/** What differs between two good runs (times, identities, folders, column widths) is replaced by a word. */
export function normalise(output: string, folders: Readonly<Record<string, string>>): string {
  const replaced = Object.entries(folders)
    .toSorted(([a], [b]) => b.length - a.length)
    .reduce((text, [path, word]) => text.replaceAll(path, word), output);
  return replaced
    .replaceAll("\r\n", "\n")
    .replaceAll(/\b[0-7][0-9A-HJKMNP-TV-Z]{25}\b/g, "<run>")
    .replaceAll(/\b[0-9a-f]{40,64}\b/g, "<digest>")
    .replaceAll(/(@ )[0-9a-f]{7,12}\b/g, "$1<commit>")
    .replaceAll(/\b\d+(\.\d+)? ?(ms|s|min|h)\b/g, "<time>")
    .replaceAll(/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?Z?/g, "<date>")
    .split("\n")
    .map((line) =>
      line
        .replaceAll(/(\S) {2,}/g, "$1  ")
        .replace(/^ +<time>$/, "<time>")
        .trimEnd(),
    )
    .join("\n")
    .trimEnd();
}
