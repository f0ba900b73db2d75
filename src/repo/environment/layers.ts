import { posix } from "node:path";
import type { Action, Job } from "../../model/job.ts";
import type { Location } from "../../model/location.ts";
import { nearest } from "../../model/nearest.ts";
import { type RepoFiles, yamlBaseName } from "../repo-files.ts";
import { EnvironmentDraft } from "./draft.ts";
import { addEnvironmentFile } from "./environment-file.ts";
import { addEnvironmentDocument, addEnvironmentFolder } from "./environment-folder.ts";
import {
  configuredPaths,
  type EnvironmentPlaces,
  environmentNames,
  environmentPlaces,
  jobFolder,
} from "./environment-paths.ts";

/** An environment and those that it extends, the one at the bottom first. */
export type Chain = readonly { readonly name: string; readonly places: EnvironmentPlaces }[];

/** Follows `extends`; undefined, with a problem, where the environment or one that it extends is missing. */
export function environmentChain(name: string, job: Job, files: RepoFiles): Chain | undefined {
  const chain: { name: string; places: EnvironmentPlaces }[] = [];
  let next: { name: string; at: Location | undefined } | undefined = { name, at: undefined };
  while (next !== undefined) {
    const { name: wanted, at } = next;
    if (chain.some((layer) => layer.name === wanted)) {
      const circle = [...chain.map((layer) => layer.name).toReversed(), wanted]
        .map((one) => `\`${one}\``)
        .join(" extends ");
      files.problems.error("AMA1202", `Environments extend each other in a circle: ${circle}.`, at, {
        hint: "Remove one `extends`.",
      });
      return undefined;
    }
    const places = environmentPlaces(wanted, job, files);
    if (places === undefined) {
      reportMissing(wanted, at, job, files);
      return undefined;
    }
    chain.unshift({ name: wanted, places });
    next = extendedBy(places, files);
  }
  return chain;
}

function extendedBy(places: EnvironmentPlaces, files: RepoFiles): { name: string; at: Location } | undefined {
  for (const base of [
    ...places.others.map((folder) => `${folder}/job`),
    ...(places.file === undefined ? [] : [places.file]),
  ]) {
    const path = files.pathsNamed(base)[0];
    const root = path === undefined ? undefined : files.yaml(path)?.root;
    const value = root?.kind === "map" ? root.entries.get("extends")?.value : undefined;
    if (value === undefined) continue;
    if (value.kind === "scalar" && typeof value.value === "string") return { name: value.value, at: value.at };
    files.problems.error("AMA1004", "`extends` must be the name of one environment.", value.at);
  }
  return undefined;
}

function reportMissing(name: string, at: Location | undefined, job: Job, files: RepoFiles): void {
  const names = environmentNames(job, files);
  const near = nearest(name, names);
  const known = names.length === 0 ? "The job has none: add a file to env/." : `They are: ${names.join(", ")}.`;
  const hint = near === undefined ? known : `Did you mean \`${near}\`? ${known}`;
  if (at === undefined) files.problems.error("AMA1201", `There is no environment \`${name}\`.`, undefined, { hint });
  else files.problems.error("AMA1203", `There is no environment \`${name}\` to extend.`, at, { hint });
}

/** The job-level layers of a chain, laid upon each other. */
export function layered(chain: Chain, files: RepoFiles): EnvironmentDraft {
  const draft = new EnvironmentDraft();
  for (const { name, places } of chain) {
    // The name of an environment that this one extends is not its own.
    draft.main.delete("name");
    const document = places.file === undefined ? undefined : files.yamlNamed(places.file);
    if (document !== undefined) {
      draft.files.add(document.file.path);
      if (places.others.length > 0) reportBoth(name, document.file.path, places, files);
      if (document.empty) {
        const at = document.file.location(0);
        files.problems.warning("AMA1003", `\`${document.file.path}\` is empty: all its values are defaults.`, at);
      }
      if (document.root !== undefined) addEnvironmentFile(draft, document.root, files);
    }
    for (const path of places.others) addPlace(draft, path, files);
  }
  return draft;
}

function reportBoth(name: string, file: string, { others }: EnvironmentPlaces, { problems }: RepoFiles): void {
  problems.warning(
    "AMA1211",
    `The environment \`${name}\` is a file and a folder; what \`${others[0]}\` says wins.`,
    { file, line: 1, column: 1 },
    {
      hint: "Keep one of the two.",
    },
  );
}

/** The draft with an action's own layers on top; undefined where it has none. */
export function actionLayered(
  base: EnvironmentDraft,
  action: Action,
  chain: Chain,
  job: Job,
  files: RepoFiles,
): EnvironmentDraft | undefined {
  const src = `${jobFolder(job)}src/${action.name}`;
  const paths = chain.flatMap(({ name }) => [
    ...[`${src}/${name}`, `${src}/env/${name}`].filter((folder) => files.hasFolder(folder)),
    ...configuredPaths(action.configPath, job, name, action.name, files),
  ]);
  if (paths.length === 0) return undefined;
  const draft = base.copy();
  for (const path of new Set(paths)) addPlace(draft, path, files);
  return draft;
}

function addPlace(draft: EnvironmentDraft, path: string, files: RepoFiles): void {
  if (files.source.kind(path) === "folder") return addEnvironmentFolder(draft, path, files);
  const document = files.yaml(path);
  if (document !== undefined)
    addEnvironmentDocument(draft, yamlBaseName(posix.basename(path)) ?? "job", document, files);
}
