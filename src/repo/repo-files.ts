import type { Location } from "../model/location.ts";
import type { SourceFiles } from "../model/source-files.ts";
import { Problems } from "./problems.ts";
import type { TextFile } from "./yaml/text-file.ts";
import { readYaml, type YamlDocument } from "./yaml/yaml-document.ts";

/** The endings that a YAML file may have, the one that wins first. */
const endings = [".yml", ".yaml", ".json"] as const;

/** A repo's files during one reading of it: each is parsed once, and problems know their source lines. */
export class RepoFiles {
  readonly source: SourceFiles;
  readonly problems: Problems;
  readonly #documents = new Map<string, YamlDocument | undefined>();
  readonly #texts = new Map<string, TextFile>();
  /** By folder, made once: asking the source for each folder of a large job would walk through all paths each time. */
  readonly #children = new Map<string, string[]>();
  readonly #folders = new Set<string>();

  constructor(source: SourceFiles, strict = false) {
    this.source = source;
    for (const path of source.list("")) this.#note(path);
    this.problems = new Problems((at) => this.#texts.get(at.file)?.line(at.line), strict);
  }

  /** The names of the files right in a folder. */
  namesIn(folder: string): readonly string[] {
    return this.#children.get(folder) ?? [];
  }

  /** Whether there are files in a folder, at any depth. */
  hasFolder(folder: string): boolean {
    return this.#folders.has(folder);
  }

  /** The parsed file at a path; undefined where there is none. */
  yaml(path: string): YamlDocument | undefined {
    if (!this.#documents.has(path)) this.#documents.set(path, this.#read(path));
    return this.#documents.get(path);
  }

  /** The parsed file of a name without its ending (`env/dev/job`); where there are several, the first ending wins. */
  yamlNamed(base: string): YamlDocument | undefined {
    const [used, ...ignored] = this.pathsNamed(base);
    if (used === undefined) return undefined;
    for (const path of ignored) this.#reportIgnored(used, path);
    return this.yaml(used);
  }

  /** The files `base.yml`, `base.yaml`, `base.json` that there are, in the order of rank. */
  pathsNamed(base: string): readonly string[] {
    return endings.map((ending) => `${base}${ending}`).filter((path) => this.source.kind(path) === "file");
  }

  /** Lets problems at places in this file show its lines. */
  remember(file: TextFile): void {
    this.#texts.set(file.path, file);
  }

  #note(path: string): void {
    const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
    const siblings = this.#children.get(folder) ?? [];
    siblings.push(path.slice(path.lastIndexOf("/") + 1));
    this.#children.set(folder, siblings);
    for (
      let above = folder;
      above !== "" && !this.#folders.has(above);
      above = above.slice(0, Math.max(0, above.lastIndexOf("/")))
    ) {
      this.#folders.add(above);
    }
  }

  #read(path: string): YamlDocument | undefined {
    const bytes = this.source.read(path);
    return bytes === undefined ? undefined : readYaml(path, bytes, this.problems, (file) => this.remember(file));
  }

  #reportIgnored(used: string, ignored: string): void {
    const at: Location = { file: ignored, line: 1, column: 1 };
    this.problems.warning("AMA1009", `\`${ignored}\` is not used, since there is \`${used}\`.`, at, {
      hint: "Remove one of the two.",
    });
  }
}

/** The name of a YAML file without its ending; undefined for other files. */
export function yamlBaseName(fileName: string): string | undefined {
  const ending = endings.find((one) => fileName.endsWith(one));
  return ending === undefined || fileName.length === ending.length ? undefined : fileName.slice(0, -ending.length);
}
