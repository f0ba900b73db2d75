import type { Problems } from "../problems.ts";
import type { TextFile } from "./text-file.ts";

/** Whether a file is not JSON; says where and how. YAML's own reader would let too much of broken JSON pass. */
export function reportJsonSyntax(file: TextFile, problems: Problems): boolean {
  const failure = jsonFailure(file.text);
  if (failure === undefined) return false;
  const { offset, ended } = failure;
  if (ended) reportCut(file, problems);
  else
    problems.error("AMA1002", "This is not valid JSON.", file.location(offset, offset + 1), {
      hint: hintAt(file.text, offset),
    });
  return true;
}

function jsonFailure(text: string): { offset: number; ended: boolean } | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const position = /at position (\d+)/.exec(String(error))?.[1];
    const offset = position === undefined ? text.length : Number(position);
    return { offset, ended: text.slice(offset).trim() === "" };
  }
}

function reportCut(file: TextFile, problems: Problems): void {
  const open = unclosed(file.text);
  const end = file.text.trimEnd().length;
  const at = file.location(Math.max(0, end - 1), end);
  if (open === undefined) return problems.error("AMA1002", "The file ends where a JSON value should stand.", at);
  const closing = { "{": "}", "[": "]", '"': '"' }[open.character];
  const opened = file.location(open.offset, open.offset + 1);
  problems.error(
    "AMA1002",
    `The file ends in the middle: the \`${open.character}\` of line ${opened.line} has no \`${closing}\`.`,
    at,
    {
      hint: "Was it cut off while it was copied or saved?",
      related: [{ message: "opened here", at: opened }],
    },
  );
}

type Opening = "{" | "[" | '"';

/** The innermost bracket or quote that is still open at the end. */
function unclosed(text: string): { character: Opening; offset: number } | undefined {
  const open: { character: Opening; offset: number }[] = [];
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\[^])*("|$)|[{}[\]]/g)) {
    if (token === "{" || token === "[") open.push({ character: token, offset: index });
    else if (token === "}" || token === "]") open.pop();
    else if (token.length === 1 || !token.endsWith('"')) open.push({ character: '"', offset: index });
  }
  return open.at(-1);
}

function hintAt(text: string, offset: number): string {
  const before = text.slice(0, offset).trimEnd().at(-1);
  const here = text[offset];
  if ((here === "}" || here === "]") && before === ",") return "Remove the comma before it.";
  if (here === "/" || here === "#") return "JSON has no comments: use a .yml file for them.";
  if (here === '"' || here === "{" || here === "[") return "Is a comma missing before it?";
  return "Keys and texts need double quotes; name the file .yml to write YAML.";
}
