import type { Located } from "../model/job.ts";
import { hasErrors } from "../model/diagnostic.ts";
import { failed, ok, type Result } from "../model/result.ts";
import type { RunnerDescriptor } from "../model/runner-descriptor.ts";
import type { RunnerManifest } from "../model/runner-plugin.ts";
import { Fields } from "./fields.ts";
import { manifestKeys, manifestTypeKeys } from "./job/keys.ts";
import { memoryFiles } from "./memory-files.ts";
import type { Problems } from "./problems.ts";
import { count, entries, listOf, oneOf, oneOrMany, type Reader, text, word } from "./readers.ts";
import { RepoFiles } from "./repo-files.ts";

/** Reads a runner's `runner.yml`; `file` is what messages call it. */
export function readRunnerManifest(file: string, content: Uint8Array): Result<RunnerManifest> {
  const files = new RepoFiles(memoryFiles({ [file]: content }));
  const document = files.yaml(file);
  if (document?.empty === true) {
    files.problems.error("AMA1003", `\`${file}\` is empty.`, document.file.location(0), {
      hint: "Say `name`, `command` and `types`: docs/guide/write-a-runner.md.",
    });
  }
  const root = document?.root;
  const manifest = root && manifestOf(root, "A runner's manifest", files.problems);
  const diagnostics = files.problems.all();
  return manifest === undefined || hasErrors(diagnostics) ? failed(...diagnostics) : ok(manifest, diagnostics);
}

const manifestOf: Reader<RunnerManifest> = (node, _what, problems) => {
  const fields = Fields.of(node, manifestKeys, problems);
  const name = fields?.required("name", word)?.value;
  const command = fields?.required(
    "command",
    oneOrMany(word),
    "Name the program that runs: `command: [python3, ./runner.py]`.",
  );
  const capacity = fields?.read("capacity", count);
  const types = fields?.required("types", listOf(typeOf(name ?? "", capacity)));
  if (fields === undefined || name === undefined || command === undefined || types === undefined) return undefined;
  const snippets = fields.read("snippets", word)?.value;
  return {
    name,
    version: fields.read("version", word)?.value ?? "0",
    command: command.map(({ value }) => value),
    env: readVariables(fields, problems),
    types,
    capacity: Math.max(1, capacity ?? 1),
    ...(snippets === undefined ? {} : { snippets }),
  };
};

function readVariables(fields: Fields, problems: Problems): Readonly<Record<string, string>> {
  const variables = fields.read("env", entries) ?? [];
  const read = variables.map(({ key, value }) => [key, text(value, `\`${key}\``, problems)?.value] as const);
  return Object.fromEntries(read.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}

function typeOf(name: string, capacity: number | undefined): Reader<RunnerDescriptor> {
  return (node, _what, problems) => {
    const fields = Fields.of(node, manifestTypeKeys, problems);
    const type = fields?.required("type", word)?.value;
    if (fields === undefined || type === undefined) return undefined;
    const language = fields.read("language", oneOf("scala", "python", "r", "sql", "shell"));
    const formats = words(fields, "formats");
    const session = fields.read("session", oneOf("spark", "none")) ?? "none";
    return {
      type,
      aliases: words(fields, "aliases"),
      group: fields.read("group", word)?.value ?? name,
      groupTypes: words(fields, "group-types"),
      host: session === "spark" ? "spark" : "process",
      ...(session === "spark" ? {} : { process: name }),
      ...(language === undefined ? {} : { language }),
      runs: "source",
      takes: fields.read("takes", oneOrMany(oneOf("reference", "file"))) ?? ["file"],
      ...(formats.length === 0 ? {} : { formats }),
      extensions: words(fields, "extensions"),
      ...(capacity === undefined || capacity <= 1 ? {} : { capacity }),
    };
  };
}

function words(fields: Fields, key: string): string[] {
  return (fields.read(key, oneOrMany(word)) ?? []).map(({ value }: Located<string>) => value);
}
