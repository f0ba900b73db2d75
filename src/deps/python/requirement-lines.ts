import type { PythonRequirement, PythonRequirements } from "../../model/python-packages.ts";
import type { LockedPackage, LockedPackages } from "./python-lock.ts";

/** They belong to the Spark that is used; a second one beside it would not fit. */
export const sparkOwn: readonly string[] = ["pyspark", "py4j"];

/** How uv calls the options of a requirements file. */
const options: readonly (readonly [pattern: RegExp, option: string])[] = [
  [/^(-i|--index-url)$/, "--default-index"],
  [/^--extra-index-url$/, "--index"],
  [/^(-f|--find-links)$/, "--find-links"],
  [/^--no-index$/, "--no-index"],
  [/^--pre$/, "--prerelease=allow"],
  [/^--no-binary$/, "--no-binary"],
  [/^--only-binary$/, "--only-binary"],
  [/^--trusted-host$/, "--allow-insecure-host"],
];

/** The options of requirements files as arguments of uv. */
export function optionArguments(requirements: readonly PythonRequirement[]): readonly string[] {
  const given = requirements.flatMap(({ text, name }) => {
    if (name !== undefined) return [];
    const [word = "", value] = text.split(/[\s=]+(.*)/s);
    const option = options.find(([pattern]) => pattern.test(word))?.[1];
    return option === undefined ? [] : [option, ...(value ? [value] : [])];
  });
  // As pip does it: the best version of all indexes.
  return given.includes("--index") ? [...given, "--index-strategy=unsafe-best-match"] : given;
}

/** The requirements as uv reads them; `placed` is where each local wheel lies. */
export function requirementLines(
  { requirements, wheels }: PythonRequirements,
  placed: ReadonlyMap<string, string>,
): { readonly requirements: string; readonly constraints: string } {
  const named = requirements.filter(({ name }) => name !== undefined);
  const texts = (constraint: boolean) => named.filter((one) => one.constraint === constraint).map(({ text }) => text);
  const local = wheels.map(({ name, path }) => `${name} @ ${fileUrl(placed.get(path) ?? "")}`);
  return { requirements: lines([...texts(false), ...local]), constraints: lines(texts(true)) };
}

/** Locked packages as uv's `pip sync` reads them. */
export function lockedLines({ packages }: LockedPackages, placed: ReadonlyMap<string, string>): string {
  return lines(
    packages.map((one) => {
      const hashes = one.sha256.map((sha256) => ` --hash=sha256:${sha256}`);
      return `${sourceOf(one, placed)}${one.marker === undefined ? "" : ` ; ${one.marker}`}${hashes.join("")}`;
    }),
  );
}

/** What uv is to stay with where it can: the versions that were locked before. */
export function preferredLines(old: LockedPackages | undefined): string {
  return lines((old?.packages ?? []).filter(({ wheel, url }) => !wheel && !url).map(versioned));
}

function versioned({ name, version, marker }: LockedPackage): string {
  return `${name}==${version}${marker === undefined ? "" : ` ; ${marker}`}`;
}

function sourceOf({ name, version, wheel, url }: LockedPackage, placed: ReadonlyMap<string, string>): string {
  if (wheel !== undefined) return `${name} @ ${fileUrl(placed.get(wheel) ?? "")}`;
  return url === undefined ? `${name}==${version}` : `${name} @ ${url}`;
}

function fileUrl(path: string): string {
  return `file://${path.split("/").map(encodeURIComponent).join("/")}`;
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join("");
}
