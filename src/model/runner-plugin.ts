import type { Located } from "./job.ts";
import type { RunnerDescriptor } from "./runner-descriptor.ts";

/** One entry of `runners:` in maki.yml: a runner that the job brings along. */
export interface DeclaredRunner {
  readonly name: Located<string>;
  readonly from: Located<RunnerOrigin>;
}

/** Where a runner comes from. */
export type RunnerOrigin =
  /** A folder of the repo, relative to the job's. */
  | { readonly is: "folder"; readonly path: string }
  /** A package and a version or range of it, as npm writes them: `@acme/ama-flink@1.2`. */
  | { readonly is: "npm"; readonly spec: string }
  /** A git repository, as `--repo` takes it, with a folder in it if need be; `ref` is a branch, tag or commit. */
  | { readonly is: "git"; readonly repo: string; readonly ref?: string };

/** What a runner says of itself in its `runner.yml`. */
export interface RunnerManifest {
  readonly name: string;
  readonly version: string;
  /** The program and its arguments; `./x` is a file beside the manifest. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly types: readonly RunnerDescriptor[];
  /** How many attempts one process of it runs at once. */
  readonly capacity: number;
  /** A file beside the manifest, with snippets in the runner's language for the conformance vectors. */
  readonly snippets?: string;
}

/** A runner that is on this machine's disk, ready to be started. */
export interface RunnerPlugin {
  readonly manifest: RunnerManifest;
  /** The folder of the manifest. */
  readonly folder: string;
  /** SHA-256 of its files, by name and content. */
  readonly sha256: string;
}
