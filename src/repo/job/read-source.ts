import type { JarDeclaration, RepositoryDeclaration } from "../../model/dependencies.ts";
import type { ActionSource, Located } from "../../model/job.ts";
import type { RunnerDescriptor } from "../../model/runner-descriptor.ts";
import { Fields, startOf } from "../fields.ts";
import type { Problems } from "../problems.ts";
import { listOf, oneOrMany, type Reader, word } from "../readers.ts";
import type { RepoFiles } from "../repo-files.ts";
import { hasControlCharacters, repoPath } from "../repo-path.ts";
import { artifactKeys, exclusionKeys, repositoryKeys } from "./keys.ts";

/**
 * What an action executes; `folder` is the job's. The file itself is looked for by a rule. Without a runner, which has
 * been reported, no more is said than what is wrong for any.
 */
export function readSource(
  fields: Fields,
  runner: RunnerDescriptor | undefined,
  folder: string,
  files: RepoFiles,
): ActionSource | undefined {
  const { problems } = files;
  const file = fields.read("file", word) ?? fields.read("src", word);
  if (fields.has("artifact")) {
    const at = fields.keyAt("artifact");
    if (file !== undefined && at !== undefined) {
      problems.error("AMA1109", "The action has both `file` and `artifact`.", at, { hint: "Keep one of them." });
    }
    return runner && readArtifactSource(fields, runner, problems);
  }
  if (file === undefined) {
    if (runner !== undefined && fields.lacks("file") && fields.lacks("src")) reportNothing(fields, runner, problems);
    return undefined;
  }
  return runner?.runs === "class" ? readJarSource(fields, file, folder, files) : readFileSource(file, folder, problems);
}

function reportNothing(fields: Fields, runner: RunnerDescriptor, problems: Problems): void {
  const hint =
    runner.runs === "class"
      ? "Add `artifact` and `class`, or `file: <a .jar below src/>` and `class`."
      : `Add \`file: <name>${runner.extensions[0] ?? ""}\`, a file below src/.`;
  problems.error("AMA1110", "The action does not say what to run.", startOf(fields.at), { hint });
}

function readFileSource(file: Located<string>, folder: string, problems: Problems): ActionSource | undefined {
  const { value, at } = file;
  const scheme = schemeOf(value);
  if (scheme !== undefined) {
    if ((scheme === "http" || scheme === "https") && URL.canParse(value)) return { kind: "url", url: value, at };
    problems.error("AMA1114", `This version cannot fetch an action's file from \`${value}\`.`, at, {
      hint: "Use a file below src/, or a URL of http or https.",
    });
    return undefined;
  }
  const path = insideRepo(file, `${folder}src`, problems);
  return path === undefined ? undefined : { kind: "file", path, at };
}

function schemeOf(path: string): string | undefined {
  return /^([a-z][a-z0-9+.-]*):\/\//i.exec(path)?.[1]?.toLowerCase();
}

function readJarSource(
  fields: Fields,
  file: Located<string>,
  folder: string,
  { source, problems }: RepoFiles,
): ActionSource | undefined {
  const path = insideRepo(file, `${folder}src`, problems);
  const mainClass = readMainClass(fields, problems);
  if (schemeOf(file.value) !== undefined) {
    problems.error("AMA1114", `This version cannot fetch a jar from \`${file.value}\`.`, file.at, {
      hint: "Name it as `artifact`, with its repository under `repo`, or put the .jar into deps/.",
    });
    return undefined;
  }
  if (path === undefined || mainClass === undefined) return undefined;
  // Jars mostly lie in deps/, which `file: deps/x.jar` names from the job's folder.
  const fromJob = repoPath(folder, file.value);
  const found =
    source.kind(path) === undefined && fromJob !== undefined && source.kind(fromJob) === "file" ? fromJob : path;
  return { kind: "jar", path: found, mainClass, at: file.at };
}

function readMainClass(fields: Fields, problems: Problems): string | undefined {
  const mainClass = fields.required(
    "class",
    word,
    "Name the class that has `main(args)`, such as `class: com.example.Main`.",
  );
  if (mainClass === undefined || /^[\p{L}_$][\p{L}\p{N}_$.]*$/u.test(mainClass.value)) return mainClass?.value;
  problems.error("AMA1101", `\`${mainClass.value}\` is no name of a class.`, mainClass.at, {
    hint: "Write its full name, such as `com.example.Main`.",
  });
  return undefined;
}

function readArtifactSource(fields: Fields, runner: RunnerDescriptor, problems: Problems): ActionSource | undefined {
  const at = fields.keyAt("artifact") ?? fields.at;
  if (runner.runs !== "class") {
    problems.error("AMA1109", `A \`${runner.type}\` action takes a \`file\`, not an \`artifact\`.`, at, {
      hint: "Is `type: spark-jar` meant?",
    });
    return undefined;
  }
  const artifact = fields.read("artifact", readArtifact);
  const repositories = fields.read("repo", oneOrMany(readRepository)) ?? [];
  const mainClass = readMainClass(fields, problems);
  if (artifact === undefined || mainClass === undefined) return undefined;
  return { kind: "artifact", artifact, repositories, mainClass, at };
}

const readArtifact: Reader<JarDeclaration> = (node, _what, problems) => {
  const fields = Fields.of(node, artifactKeys, problems);
  const groupId = fields?.required("groupId", word)?.value;
  const artifactId = fields?.required("artifactId", word)?.value;
  const version = fields?.required("version", word)?.value;
  const classifier = fields?.read("classifier", word)?.value;
  const exclusions = fields?.read("exclusions", listOf(readExclusion)) ?? [];
  if (groupId === undefined || artifactId === undefined || version === undefined) return undefined;
  return { groupId, artifactId, version, ...(classifier === undefined ? {} : { classifier }), exclusions, at: node.at };
};

const readExclusion: Reader<{ groupId: string; artifactId: string }> = (node, _what, problems) => {
  const fields = Fields.of(node, exclusionKeys, problems);
  const groupId = fields?.required("groupId", word)?.value;
  const artifactId = fields?.required("artifactId", word)?.value;
  return groupId === undefined || artifactId === undefined ? undefined : { groupId, artifactId };
};

const readRepository: Reader<RepositoryDeclaration> = (node, _what, problems) => {
  const fields = Fields.of(node, repositoryKeys, problems);
  const url = fields?.required("url", word)?.value;
  if (fields === undefined || url === undefined) return undefined;
  return {
    id: fields.read("id", word)?.value ?? url,
    type: fields.read("type", word)?.value ?? "default",
    url,
    at: node.at,
  };
};

function insideRepo({ value, at }: Located<string>, base: string, problems: Problems): string | undefined {
  if (hasControlCharacters(value)) {
    problems.error("AMA1101", "A path cannot hold control characters.", at);
    return undefined;
  }
  const path = repoPath(base, value);
  if (path === undefined) {
    problems.error("AMA1108", `\`${value}\` leads out of the repo.`, at, {
      hint: "Name a file below src/: only what is in the repo is part of a run.",
    });
  }
  return path;
}
