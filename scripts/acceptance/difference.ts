/** The lines that differ, `-` expected, `+` actual, around the longest common head and tail. */
export function lineDifference(expected: string, actual: string): string {
  const [a, b] = [expected.split("\n"), actual.split("\n")];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const context = a.slice(Math.max(0, head - 2), head).map((line) => `    ${line}`);
  const gone = a.slice(head, a.length - tail).map((line) => `  - ${line}`);
  const came = b.slice(head, b.length - tail).map((line) => `  + ${line}`);
  return [...context, ...gone, ...came].join("\n");
}
