import { posix } from "node:path";
import type { PythonRequirement, PythonRequirements } from "../../model/python-packages.ts";
import { type Result, unlessErrors } from "../../model/result.ts";
import type { SourceFiles } from "../../model/source-files.ts";
import { type YamlNode, type YamlSource, yamlSource } from "../yaml-source.ts";
import { normalName } from "./package-names.ts";
import { readRequirements } from "./read-requirements.ts";
import { mergeRequirements } from "./runtime-requirements.ts";

const fileKeys = ["filePaths", "packages", "pythonPackages"];
const packageKeys = ["packageId", "version", "index", "channel"];

/**
 * Reads 0.2's `deps/python.yml`: `filePaths` names requirements files (from the repo's root, or beside it), and
 * `packages` lists packages by their `packageId`.
 */
export function readPythonYml(file: string, text: string, files: SourceFiles): Result<PythonRequirements> {
  const source = yamlSource(file, text);
  const fields = source.root === null ? undefined : source.fields(source.root, "python.yml", fileKeys);
  const listed = source.items(fields?.get("filePaths")?.value ?? null, "`filePaths`");
  const included = listed.flatMap((node) => include(source, node, file, files));
  const packages = ["packages", "pythonPackages"].flatMap((key) =>
    source.items(fields?.get(key)?.value ?? null, `\`${key}\``).flatMap((node) => readPackage(source, node)),
  );
  const problems = [...source.problems, ...included.flatMap((one) => one.diagnostics)];
  const read = included.flatMap((one) => (one.ok ? [one.value] : []));
  return unlessErrors(mergeRequirements({ requirements: packages, wheels: [] }, ...read), problems);
}

function include(source: YamlSource, node: YamlNode, file: string, files: SourceFiles): Result<PythonRequirements>[] {
  const path = source.text(node, "A file of `filePaths`");
  if (path === undefined) return [];
  const candidates = [posix.normalize(path), posix.join(posix.dirname(file), path)];
  const found = candidates.find((candidate) => files.kind(candidate) === "file");
  if (found !== undefined) return [readRequirements(found, files)];
  const hint = "Name it relative to the repo's root.";
  source.report("error", "AMA1540", `There is no file ${path}.`, node, hint);
  return [];
}

function readPackage(source: YamlSource, node: YamlNode): PythonRequirement[] {
  const fields = source.fields(node, "A package", packageKeys);
  const id = fields?.get("packageId")?.value;
  if (fields === undefined) return [];
  if (id === undefined) {
    source.report("error", "AMA1540", "This package has no `packageId`.", node, "Add `packageId: …`.");
    return [];
  }
  const channel = fields.get("channel")?.value;
  if (channel !== undefined)
    source.report(
      "warning",
      "AMA1541",
      "Channels of conda are not heeded: the package comes from pip's index.",
      channel,
    );
  const name = source.text(id, "`packageId`") ?? "";
  const versionNode = fields.get("version")?.value;
  const version = versionNode === undefined ? undefined : source.text(versionNode, "`version`");
  const index = fields.get("index")?.value;
  const at = source.place(id);
  const options =
    index === undefined ? [] : [{ text: `--extra-index-url ${source.text(index, "`index`")}`, at, constraint: false }];
  const text = version === undefined ? name : `${name}==${version}`;
  return [{ text, name: normalName(name), at, constraint: false }, ...options];
}
