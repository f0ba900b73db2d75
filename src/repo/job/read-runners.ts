import type { Diagnostic } from "../../model/diagnostic.ts";
import type { DeclaredRunner, Located, RunnerOrigin } from "../../model/job.ts";
import type { SourceFiles } from "../../model/source-files.ts";
import { Fields, located } from "../fields.ts";
import type { Problems } from "../problems.ts";
import { listOf, type Reader, word } from "../readers.ts";
import { RepoFiles } from "../repo-files.ts";
import { repoPath } from "../repo-path.ts";
import { pluginKeys } from "./keys.ts";

/**
 * The runners that a job declares, read before all else: they decide which types its actions may have. What is wrong
 * with them comes along; other problems are told when the whole of maki.yml is read.
 */
export function declaredRunners(
  source: SourceFiles,
  folder: string,
): { readonly runners: readonly DeclaredRunner[]; readonly diagnostics: readonly Diagnostic[] } {
  const files = new RepoFiles(source);
  const prefix = folder === "" ? "" : `${folder}/`;
  const root = files.yamlNamed(`${prefix}maki`)?.root;
  const node = root?.kind === "map" ? root.entries.get("runners")?.value : undefined;
  const before = files.problems.all().length;
  const runners = node === undefined ? [] : (runnersOf(prefix)(node, "`runners`", files.problems) ?? []);
  const all = files.problems.all();
  return { runners, diagnostics: all.length > before ? all : [] };
}

/** Reads `runners:`; `folder` is the job's, with its slash. */
export function readRunners(fields: Fields, folder: string): readonly DeclaredRunner[] {
  return fields.read("runners", runnersOf(folder)) ?? [];
}

function runnersOf(folder: string): Reader<DeclaredRunner[]> {
  return listOf((node, _what, problems) => {
    const fields = Fields.of(node, pluginKeys, problems);
    const name = fields?.required("name", word);
    const from = fields?.required(
      "from",
      word,
      "Say where it is: `./runners/x`, `npm:<package>@<version>` or `git:<url>#<tag>`.",
    );
    const origin = from && originOf(from, folder, problems);
    return name === undefined || origin === undefined
      ? undefined
      : { name, from: located(origin, from?.at ?? node.at) };
  });
}

function originOf({ value, at }: Located<string>, folder: string, problems: Problems): RunnerOrigin | undefined {
  if (value.startsWith("npm:")) return { is: "npm", spec: value.slice("npm:".length) };
  if (value.startsWith("git:")) {
    const [repo = "", ref] = value.slice("git:".length).split("#");
    return { is: "git", repo, ...(ref === undefined ? {} : { ref }) };
  }
  if (/^[a-z][a-z0-9+.-]*:/i.test(value)) {
    problems.error("AMA1119", `\`${value}\` is no place that a runner can come from.`, at, {
      hint: "Name a folder of the repo (`./runners/x`), `npm:<package>@<version>`, or `git:<url>#<tag>`.",
    });
    return undefined;
  }
  const path = repoPath(folder, value);
  if (path !== undefined) return { is: "folder", path };
  problems.error("AMA1108", `\`${value}\` leads out of the repo.`, at, { hint: "Name a folder of the repo." });
  return undefined;
}
