import { error, warning } from "../../diagnostics/report.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { RRepository, RRequirement, RRequirements } from "../../model/r-packages.ts";
import { type Result, unlessErrors } from "../../model/result.ts";
import { argumentsOf, callsIn, type RCall, type RStatement, rStatements, stringsIn } from "./r-statements.ts";

/**
 * Reads `packages.R`, which is never run: package names one a line (`dplyr`, `jsonlite@1.8.0`), or the calls by which
 * R scripts ask for packages (`install.packages`, `library`, `install_version`, `options(repos = …)`). `file` is its
 * path relative to the repo.
 */
export function readPackages(file: string, text: string): Result<RRequirements> {
  const lines = text.split(/\r?\n/);
  const reading: Reading = { file, lines, vectors: new Map(), found: new Map(), repositories: [], problems: [] };
  const script = lines.map((line, i) => readOwnLine(line, i + 1, reading)).join("\n");
  for (const statement of rStatements(script)) readStatement(statement, reading);
  const packages = [...reading.found.values()];
  return unlessErrors({ packages, repositories: reading.repositories }, reading.problems);
}

interface Reading {
  readonly file: string;
  readonly lines: readonly string[];
  /** Variables that hold names of packages. */
  readonly vectors: Map<string, readonly string[]>;
  readonly found: Map<string, RRequirement>;
  readonly repositories: RRepository[];
  readonly problems: Diagnostic[];
}

const packageName = /^[A-Za-z][A-Za-z0-9.]*[A-Za-z0-9]$/;

/** What is no R: `name@version` and `repos: url`; the rest of the script keeps its lines. */
function readOwnLine(line: string, number: number, reading: Reading): string {
  const text = line.replace(/(^|\s)#.*$/, "").trim();
  const [, pinned = "", version] = /^([A-Za-z][A-Za-z0-9.]*)@([\w.-]+)$/.exec(text) ?? [];
  if (version !== undefined) want(pinned, number, reading, version);
  const url = /^repos:\s*(\S+)$/.exec(text)?.[1];
  if (url !== undefined) addRepository(`repository${reading.repositories.length + 1}`, url, number, reading);
  return version === undefined && url === undefined ? line : "";
}

function readStatement(statement: RStatement, reading: Reading): void {
  const { text, line } = statement;
  if (packageName.test(text)) return want(text, line, reading);
  const [, variable, value = ""] = /^([A-Za-z.][\w.]*)\s*(?:<-|=)\s*(.*)$/s.exec(text) ?? [];
  if (variable !== undefined && /^(c\s*\(|["'])/.test(value))
    return void reading.vectors.set(variable, stringsIn(value));
  const [, item, vector = ""] = /\bfor\s*\(\s*([A-Za-z.][\w.]*)\s+in\s+([A-Za-z.][\w.]*)/.exec(text) ?? [];
  if (item !== undefined) reading.vectors.set(item, reading.vectors.get(vector) ?? []);
  const understood = callsIn(text).map((call) => readCall(call, statement, reading));
  if (!understood.includes(true)) notUnderstood(statement, reading);
}

/** Whether the call says something of packages or repositories. */
function readCall({ name, args }: RCall, statement: RStatement, reading: Reading): boolean {
  const given = argumentsOf(args);
  const [first = "", second = ""] = given.filter(isMain).map(({ value }) => value);
  const repos = given.find((one) => one.name === "repos")?.value;
  if (repos !== undefined) readRepositories(repos, statement, reading);
  switch (name) {
    case "install.packages":
      return wantAll(reading.vectors.get(first) ?? stringsIn(first), statement, reading);
    case "library":
    case "require":
    case "requireNamespace":
    case "loadNamespace":
      return wantAll(reading.vectors.get(first) ?? [stringsIn(first)[0] ?? first], statement, reading);
    case "lapply":
    case "sapply":
      return wantAll(reading.vectors.get(first) ?? [], statement, reading);
    case "install_version":
      return wantAll(stringsIn(first), statement, reading, stringsIn(second)[0]);
    case "options":
      return true;
    case "install_github":
    case "install_git":
    case "install_url":
    case "install_local":
      return notFromRepository(name, statement, reading);
    default:
      return false;
  }
}

function isMain({ name }: { readonly name?: string }): boolean {
  return name === undefined || ["pkgs", "package", "version"].includes(name);
}

/** A call whose names are computed is not understood. */
function wantAll(names: readonly string[], { line }: RStatement, reading: Reading, version?: string): boolean {
  for (const name of names) want(name, line, reading, version);
  return names.length > 0;
}

function want(name: string, line: number, reading: Reading, version?: string): void {
  const place = placeOf(line, reading);
  const other = reading.found.get(name)?.version;
  if (!packageName.test(name)) {
    const hint = "Names of R packages consist of letters, digits and dots.";
    reading.problems.push(error("AMA1560", `\`${name}\` is no name of an R package.`, { ...place, hint }));
  } else if (other !== undefined && version !== undefined && other !== version) {
    const message = `${name} is asked for in two versions, ${other} and ${version}.`;
    reading.problems.push(error("AMA1560", message, { ...place, hint: "Keep one of the two." }));
  } else if (!reading.found.has(name) || version !== undefined)
    reading.found.set(name, { name, at: place.at, ...(version === undefined ? {} : { version }) });
}

/** `"url"`, or `c(CRAN = "url", ours = "url")`. */
function readRepositories(value: string, { line }: RStatement, reading: Reading): void {
  const list = /^c\s*\((.*)\)$/s.exec(value)?.[1] ?? value;
  for (const { name = "CRAN", value: text } of argumentsOf(list)) {
    const [url] = stringsIn(text);
    if (url !== undefined) addRepository(name, url, line, reading);
  }
}

function addRepository(name: string, url: string, line: number, reading: Reading): void {
  const place = placeOf(line, reading);
  if (!URL.canParse(url)) {
    const hint = "It begins with https://, http:// or file:///.";
    reading.problems.push(error("AMA1560", `\`${url}\` is not the address of a repository.`, { ...place, hint }));
  } else if (!reading.repositories.some((one) => one.url === url))
    reading.repositories.push({ name, url, at: place.at });
}

function notFromRepository(name: string, { line }: RStatement, reading: Reading): boolean {
  reading.problems.push(
    error("AMA1560", `\`${name}\` takes a package from somewhere else than a repository, which cannot be locked.`, {
      ...placeOf(line, reading),
      hint: "Put the package into a CRAN-like repository and name that in `options(repos = …)`.",
    }),
  );
  return true;
}

function notUnderstood({ line, text }: RStatement, reading: Reading): void {
  const [first = ""] = text.split("\n");
  reading.problems.push(
    warning("AMA1561", `\`${first.trim()}\` asks for no package by a name that shows; packages.R is read, not run.`, {
      ...placeOf(line, reading),
      hint: 'Write the packages\' names, one a line, or `install.packages(c("a", "b"))`.',
    }),
  );
}

function placeOf(line: number, { file, lines }: Reading) {
  const sourceLine = lines[line - 1] ?? "";
  const column = sourceLine.length - sourceLine.trimStart().length + 1;
  return { at: { file, line, column }, sourceLine };
}
