import { posix } from "node:path";
import { error, warning } from "../../diagnostics/report.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Location } from "../../model/location.ts";
import type { LocalWheel, PythonRequirement, PythonRequirements } from "../../model/python-packages.ts";
import { type Result, unlessErrors } from "../../model/result.ts";
import type { SourceFiles } from "../../model/source-files.ts";
import { readWheel } from "./local-wheels.ts";
import { normalName } from "./package-names.ts";

/**
 * Reads a requirements file of pip's format, and the files that it includes by `-r` and `-c`. All its problems are
 * reported at once. `file` is its path relative to the repo.
 */
export function readRequirements(file: string, files: SourceFiles): Result<PythonRequirements> {
  const reading: Reading = { files, requirements: [], wheels: [], problems: [], seen: new Set() };
  readFile(file, false, reading);
  return unlessErrors({ requirements: reading.requirements, wheels: reading.wheels }, reading.problems);
}

interface Reading {
  readonly files: SourceFiles;
  readonly requirements: PythonRequirement[];
  readonly wheels: LocalWheel[];
  readonly problems: Diagnostic[];
  readonly seen: Set<string>;
}

interface Line {
  readonly text: string;
  readonly at: Location;
  readonly source: string;
  readonly constraint: boolean;
}

function readFile(file: string, constraint: boolean, reading: Reading, from?: Line): void {
  if (reading.seen.has(file)) return;
  reading.seen.add(file);
  const bytes = reading.files.read(file);
  if (bytes === undefined) {
    if (from !== undefined)
      report(reading, from, `There is no file ${file}`, "Correct the path; it is relative to this file.");
    return;
  }
  for (const line of linesOf(file, new TextDecoder().decode(bytes), constraint)) readLine(line, reading);
}

/** Logical lines: without comments, those that end with a backslash joined with the next. */
function linesOf(file: string, text: string, constraint: boolean): readonly Line[] {
  const lines: Line[] = [];
  let joined = "";
  let start = 1;
  const physical = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  for (const [i, source] of physical.entries()) {
    if (joined === "") start = i + 1;
    const isComment = /^\s*#/.test(source);
    joined += isComment ? "" : source.replace(/(^|\s)#.*$/, "").replace(/\\$/, " ");
    if (!isComment && source.endsWith("\\") && i + 1 < physical.length) continue;
    if (joined.trim() !== "") {
      const first = physical[start - 1] ?? "";
      const column = first.length - first.trimStart().length + 1;
      lines.push({ text: joined.trim(), at: { file, line: start, column }, source: first, constraint });
    }
    joined = "";
  }
  return lines;
}

/** Options that say where and how to look, for all requirements of the environment. */
const passedOn =
  /^(-i|--index-url|--extra-index-url|-f|--find-links|--no-index|--pre|--no-binary|--only-binary|--trusted-host)(?=[\s=]|$)/;

function readLine(line: Line, reading: Reading): void {
  const included = /^(-r|--requirement|-c|--constraint)[\s=]\s*(\S+)$/.exec(line.text);
  if (included !== null) {
    const [, option = "", path = ""] = included;
    const constraint = line.constraint || option.includes("c");
    return readFile(posix.join(posix.dirname(line.at.file), path), constraint, reading, line);
  }
  if (/^(-e|--editable)\b/.test(line.text)) return reportFolder(line, reading);
  if (passedOn.test(line.text))
    return void reading.requirements.push({ text: line.text, at: line.at, constraint: false });
  if (line.text.startsWith("-")) return ignored(line, reading);
  if (/^(\.{0,2}\/|[^\s=<>!~;@]+\.whl$)/.test(line.text) && !/^\w+:\/\//.test(line.text))
    return readPath(line, reading);
  readRequirement(line, reading);
}

const version = String.raw`(?:===|[=~!<>]=|[<>])\s*[\w.*+!$\{\}-]+`;
/** `name [extras] [versions | @ url] [; marker] [--hash …]` */
const requirement = new RegExp(
  String.raw`^([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*` +
    String.raw`(?:\(?\s*${version}(?:\s*,\s*${version})*\s*,?\s*\)?|@.*)?\s*(?:;.*|--hash.*)?$`,
);

function readRequirement(line: Line, reading: Reading): void {
  const [, name] = requirement.exec(line.text) ?? [];
  if (name === undefined) {
    report(
      reading,
      line,
      `\`${line.text}\` is no requirement`,
      "Write a project's name and its versions, such as `pandas>=2.2,<3`.",
    );
    return;
  }
  reading.requirements.push({ text: line.text, name: normalName(name), at: line.at, constraint: line.constraint });
}

function readPath(line: Line, reading: Reading): void {
  const path = posix.join(posix.dirname(line.at.file), line.text.replace(/\s*;.*$/, ""));
  if (!path.endsWith(".whl")) return reportFolder(line, reading);
  const wheel = readWheel(path, reading.files);
  if (wheel.ok) reading.wheels.push(wheel.value);
  else report(reading, line, `${path} cannot be installed: ${wheel.why}`, "Name a wheel that lies in the repo.");
}

function reportFolder(line: Line, reading: Reading): void {
  report(
    reading,
    line,
    `\`${line.text}\` asks for a folder of sources, which are not installed from a repo`,
    "Build a wheel of it into `deps/`, or put the modules into `src/lib/`.",
  );
}

function ignored(line: Line, reading: Reading): void {
  const message = `The option \`${line.text.split(/[\s=]/)[0]}\` is not heeded.`;
  const hint = "Remove it, or set it in pip.conf.";
  reading.problems.push(warning("AMA1541", message, { at: line.at, sourceLine: line.source, hint }));
}

function report(reading: Reading, line: Line, message: string, hint: string): void {
  reading.problems.push(error("AMA1540", `${message}.`, { at: line.at, sourceLine: line.source, hint }));
}
