import { parseAllDocuments } from "yaml";
import type { Problems } from "../problems.ts";
import { convertNode } from "./convert-node.ts";
import { reportJsonSyntax } from "./json-syntax.ts";
import { decodeText, TextFile } from "./text-file.ts";
import type { YamlNode } from "./yaml-node.ts";
import { reportYamlSyntax } from "./yaml-syntax.ts";

/** A YAML or JSON file as far as it could be read. */
export interface YamlDocument {
  readonly file: TextFile;
  /** Undefined where the file is empty, or broken, which has been reported then. */
  readonly root?: YamlNode;
  /** Whether there is nothing but comments in it. */
  readonly empty: boolean;
}

/** Tens of thousands of actions; more would only keep the reader busy. */
const maximumBytes = 4 * 2 ** 20;

/**
 * Reads a file as YAML 1.2, or as JSON where its name says so; what is wrong with it goes to `problems`.
 * Never throws, whatever the bytes are.
 */
export function readYaml(
  path: string,
  bytes: Uint8Array,
  problems: Problems,
  remember: (file: TextFile) => void,
): YamlDocument {
  const text = decodeText(bytes);
  const file = new TextFile(path, text ?? "");
  remember(file);
  if (text === undefined) {
    problems.error("AMA1012", `\`${path}\` is not UTF-8 text.`, file.location(0), { hint: "Save it as UTF-8." });
    return { file, empty: false };
  }
  if (bytes.length > maximumBytes) {
    problems.error("AMA1019", `\`${path}\` has more than ${maximumBytes / 2 ** 20} MB.`, file.location(0), {
      hint: "Configuration of this size is mostly data: put it where the job reads its input.",
    });
    return { file, empty: false };
  }
  if (isEmptyText(text)) return { file, empty: true };
  if (path.endsWith(".json") && reportJsonSyntax(file, problems)) return { file, empty: false };
  const root = parse(file, problems);
  return root === undefined ? { file, empty: false } : { file, root, empty: false };
}

function parse(file: TextFile, problems: Problems): YamlNode | undefined {
  // A CR of its own ends a line too, which the parser does not know; offsets stay the same.
  const documents = parseAllDocuments(file.text.replaceAll(/\r(?!\n)/g, "\n"), {
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: "silent",
    merge: false,
  });
  const [first, second] = "empty" in documents ? [] : documents;
  const errors = documents.flatMap((document) => document.errors);
  if (errors.length > 0) reportYamlSyntax(file, errors, problems);
  else if (second !== undefined) reportSecondDocument(file, second.range[0], problems);
  else if (first !== undefined) return convertNode(first.contents, file, problems);
  return undefined;
}

function isEmptyText(text: string): boolean {
  return text.split(/[\r\n]/).every((line) => /^\s*(---|\.\.\.)?\s*(#|$)/.test(line));
}

function reportSecondDocument(file: TextFile, offset: number, problems: Problems): void {
  problems.error("AMA1010", `\`${file.path}\` holds more than one document.`, file.location(offset), {
    hint: "Keep one document, and put the others into files of their own.",
  });
}
