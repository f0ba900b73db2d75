import type { RunnerDescriptor } from "./runner-descriptor.ts";

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
