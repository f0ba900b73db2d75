/** What differs between two good runs (times, identities, folders, column widths) is replaced by a word. */
export function normalise(output: string, folders: Readonly<Record<string, string>>): string {
  const replaced = Object.entries(folders)
    .toSorted(([a], [b]) => b.length - a.length)
    .reduce((text, [path, word]) => text.replaceAll(path, word), output);
  return (
    replaced
      .replaceAll("\r\n", "\n")
      .replaceAll(/\b[0-7][0-9A-HJKMNP-TV-Z]{25}\b/g, "<run>")
      .replaceAll(/\b[0-9a-f]{40,64}\b/g, "<digest>")
      .replaceAll(/(@ )[0-9a-f]{7,12}\b/g, "$1<commit>")
      .replaceAll(/\b(\d+(\.\d+)? ?(ms|s|min|h)\b ?)+(?<! )/g, "<time>")
      .replaceAll(/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?Z?/g, "<date>")
      .split("\n")
      .filter((line) => !line.startsWith("… running:"))
      .map((line) =>
        line
          .replaceAll(/(\S) {2,}/g, "$1  ")
          .replaceAll(/─{4,}/g, "───")
          .trimEnd(),
      )
      // Whether a statement's time stands behind it or below what it printed is a matter of milliseconds.
      .filter((line) => line.trim() !== "<time>")
      .map((line) => line.replace(/^( +\d+  .*?)  <time>$/, "$1"))
      .join("\n")
      .trimEnd()
  );
}
