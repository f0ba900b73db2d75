import type { JarDeclaration, JarRequirements, RepositoryDeclaration } from "../model/dependencies.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { type Result, unlessErrors } from "../model/result.ts";
import { coordinatePart, versionPart } from "./coordinates.ts";
import { duplicates } from "./duplicates.ts";
import { type YamlField, type YamlNode, type YamlSource, yamlSource } from "./yaml-source.ts";

const fileKeys = ["repos", "artifacts", "missing"];
const repositoryKeys = ["id", "type", "url"];
const artifactKeys = ["groupId", "artifactId", "version", "classifier", "type", "exclusions"];

/**
 * Reads `deps/jars.yml` (or .json). All its problems are reported at once. An empty file asks for nothing.
 * `file` is its path relative to the repo, for the places in messages.
 */
export function readJars(file: string, text: string): Result<JarRequirements> {
  const source = yamlSource(file, text);
  if (source.root === null) return unlessErrors({ repositories: [], artifacts: [], missing: "error" }, source.problems);
  const fields = source.fields(source.root, "jars.yml", fileKeys) ?? new Map<string, YamlField>();
  const repositories = source
    .items(fields.get("repos")?.value ?? null, "`repos`")
    .flatMap((node) => readRepository(source, node) ?? []);
  const artifacts = source
    .items(fields.get("artifacts")?.value ?? null, "`artifacts`")
    .flatMap((node) => readArtifact(source, node) ?? []);
  source.problems.push(...duplicates(repositories, artifacts, source.lineOf));
  const missing = readMissing(source, fields.get("missing"));
  return unlessErrors({ repositories, artifacts, missing }, source.problems.toSorted(byPlace));
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return (a.at?.line ?? 0) - (b.at?.line ?? 0) || (a.at?.column ?? 0) - (b.at?.column ?? 0);
}

function readMissing(source: YamlSource, field: YamlField | undefined): "error" | "warn" {
  if (field === undefined) return "error";
  const text = source.text(field.value, "`missing`");
  if (text === "warn" || text === "error") return text;
  if (text !== undefined)
    source.report("error", "AMA1505", `\`missing\` is warn or error, not \`${text}\`.`, field.value);
  return "error";
}

function readRepository(source: YamlSource, node: YamlNode): RepositoryDeclaration | undefined {
  const fields = source.fields(node, "A repository", repositoryKeys);
  if (fields === undefined) return undefined;
  const id = required(source, node, fields, "id", "repository");
  const url = required(source, node, fields, "url", "repository");
  const typeField = fields.get("type");
  const type = typeField === undefined ? "default" : source.text(typeField.value, "`type`");
  if (type !== undefined && !["default", "maven", "maven2"].includes(type)) {
    const hint = "Write `type: default`, or leave it out.";
    source.report(
      "error",
      "AMA1505",
      `Repositories of type \`${type}\` are not supported.`,
      typeField?.value ?? node,
      hint,
    );
  }
  if (url !== undefined) checkUrl(source, url, fields.get("url")?.value ?? node);
  if (id === undefined || url === undefined || type === undefined) return undefined;
  return { id, type, url: url.replace(/\/+$/, ""), at: source.place(fields.get("url")?.value ?? node) };
}

function checkUrl(source: YamlSource, url: string, node: YamlNode): void {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !["http:", "https:", "file:"].includes(parsed.protocol)) {
    source.report(
      "error",
      "AMA1505",
      `\`${url}\` is not the address of a repository.`,
      node,
      "It begins with https://, http:// or file:///.",
    );
  } else if (parsed.username !== "" || parsed.password !== "") {
    const hint = "Put them into a <server> of ~/.m2/settings.xml, under the repository's id.";
    source.report("error", "AMA1505", "A repository's address must not hold a user name or password.", node, hint);
  }
}

/** What Maven's short form of an artifact, `group:artifact:version`, is as a map. */
function mapOf(text: string): string | undefined {
  const [groupId, artifactId, version, ...more] = text.split(":");
  return artifactId === undefined || version === undefined || more.length > 0
    ? undefined
    : `Write \`{groupId: ${groupId}, artifactId: ${artifactId}, version: "${version}"}\`.`;
}

function readArtifact(source: YamlSource, node: YamlNode): JarDeclaration | undefined {
  const fields = source.fields(node, "An artifact", artifactKeys, mapOf);
  if (fields === undefined) return undefined;
  const groupId = part(source, node, fields, "groupId");
  const artifactId = part(source, node, fields, "artifactId");
  const version = part(source, node, fields, "version");
  const classifier = fields.has("classifier") ? part(source, node, fields, "classifier") : undefined;
  const type = fields.has("type") ? part(source, node, fields, "type") : undefined;
  const exclusions = source
    .items(fields.get("exclusions")?.value ?? null, "`exclusions`")
    .flatMap((exclusion) => readExclusion(source, exclusion) ?? []);
  if (groupId === undefined || artifactId === undefined || version === undefined) return undefined;
  const optional = { ...(classifier === undefined ? {} : { classifier }), ...(type === undefined ? {} : { type }) };
  return {
    groupId,
    artifactId,
    version,
    ...optional,
    exclusions,
    at: source.place(fields.get("artifactId")?.value ?? node),
  };
}

/** `{groupId, artifactId}` or `groupId:artifactId`; `*` stands for any, and `*` alone for everything. */
function readExclusion(source: YamlSource, node: YamlNode): { groupId: string; artifactId: string } | undefined {
  if (node !== null && "value" in node) {
    const [groupId = "*", artifactId = "*"] = (source.text(node, "An exclusion") ?? "").split(":");
    return { groupId, artifactId };
  }
  const fields = source.fields(node, "An exclusion", ["groupId", "artifactId"]);
  if (fields === undefined) return undefined;
  const groupId = required(source, node, fields, "groupId", "exclusion");
  const artifactField = fields.get("artifactId");
  const artifactId = artifactField === undefined ? "*" : source.text(artifactField.value, "`artifactId`");
  return groupId === undefined || artifactId === undefined ? undefined : { groupId, artifactId };
}

function part(
  source: YamlSource,
  node: YamlNode,
  fields: ReadonlyMap<string, YamlField>,
  key: string,
): string | undefined {
  const text = required(source, node, fields, key, "artifact");
  if (text === undefined || (key === "version" ? versionPart : coordinatePart).test(text)) return text;
  source.report(
    "error",
    "AMA1505",
    `\`${text}\` is no valid ${key}.`,
    fields.get(key)?.value ?? node,
    "Letters, digits, dots, dashes and underscores are allowed.",
  );
  return undefined;
}

function required(
  source: YamlSource,
  node: YamlNode,
  fields: ReadonlyMap<string, YamlField>,
  key: string,
  what: string,
): string | undefined {
  const field = fields.get(key);
  if (field !== undefined) return source.text(field.value ?? field.key, `\`${key}\``);
  const article = /^[aeiou]/.test(what) ? "an" : "a";
  source.report(
    "error",
    "AMA1504",
    `This ${what} has no \`${key}\`.`,
    node,
    `Add \`${key}: …\`; ${article} ${what} needs it.`,
  );
  return undefined;
}
