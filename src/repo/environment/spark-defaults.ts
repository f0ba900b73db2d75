import type { Location } from "../../model/location.ts";
import type { TextFile } from "../yaml/text-file.ts";

/** A setting of a file in the syntax of Java's properties, as Spark reads spark-defaults.conf. */
export interface Property {
  readonly key: string;
  readonly value: string;
  readonly at: Location;
}

/**
 * Reads spark-defaults.conf by Java's rules: the key ends at white space, `=` or `:`; `#` and `!` begin comments;
 * a backslash at the end of a line continues it; `\t`, `\n`, `\uXXXX` are escapes. Spark trims the values.
 */
export function parseProperties(file: TextFile): Property[] {
  const found: Property[] = [];
  for (let number = 1; file.line(number) !== undefined; ) {
    const start = number;
    let line = (file.line(number++) ?? "").trimStart();
    if (line === "" || line.startsWith("#") || line.startsWith("!")) continue;
    while (continues(line)) line = line.slice(0, -1) + (file.line(number++) ?? "").trimStart();
    const match = /^((?:[^\\\s=:]|\\.)*)(?:\s*[=:]\s*|\s+|$)(.*)$/s.exec(line);
    const at = { file: file.path, line: start, column: (file.line(start) ?? "").search(/\S/) + 1 };
    const key = unescaped(match?.[1] ?? line);
    found.push({ key, value: unescaped(match?.[2] ?? "").trim(), at: { ...at, endColumn: at.column + key.length } });
  }
  return found;
}

/** An odd number of backslashes at the end: an even one is escaped backslashes. */
function continues(line: string): boolean {
  return (/\\+$/.exec(line)?.[0].length ?? 0) % 2 === 1;
}

const escapes: Readonly<Record<string, string>> = { t: "\t", n: "\n", r: "\r", f: "\f" };

function unescaped(text: string): string {
  return text.replaceAll(/\\(u[0-9a-fA-F]{4}|[^])/g, (_, escape: string) =>
    /^u[0-9a-fA-F]{4}$/.test(escape)
      ? String.fromCharCode(Number.parseInt(escape.slice(1), 16))
      : (escapes[escape] ?? escape),
  );
}
