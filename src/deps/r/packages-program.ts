import { randomUUID } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { RRepository } from "../../model/r-packages.ts";
import type { RPorts } from "./r-request.ts";

/** Something that packages.R could not do; `kind` says what `name` and the details are. */
export interface RProblem {
  readonly kind: string;
  readonly name: string;
  readonly details: readonly string[];
}

export type ProgramOutcome =
  | { readonly is: "done"; readonly problems: readonly RProblem[] }
  | { readonly is: "failed"; readonly output: string };

type Row = readonly string[];

/** The folder through which the program is talked to: tables of tab-separated values, and the packages' sources. */
export class PackagesFolder {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static async open(parent: string): Promise<PackagesFolder> {
    const path = join(parent, randomUUID());
    await mkdir(path, { recursive: true });
    return new PackagesFolder(path);
  }

  async write(name: "wanted" | "repositories" | "locked", rows: readonly Row[]): Promise<void> {
    await writeFile(join(this.path, `${name}.tsv`), rows.map((row) => `${row.join("\t")}\n`).join(""));
  }

  async read(name: "resolved" | "problems"): Promise<readonly Row[]> {
    const text = await readFile(join(this.path, `${name}.tsv`), "utf8");
    return text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => line.split("\t"));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}

export function repositoryRows(repositories: readonly RRepository[]): readonly Row[] {
  return repositories.map(({ name, url }) => [name, url]);
}

/** Starts the program on a folder. R's own variables for libraries have no say in what it does. */
export async function runPackages(
  rscript: string,
  args: readonly ["resolve" | "fetch", string] | readonly ["install", string, string],
  folder: PackagesFolder,
  ports: RPorts,
): Promise<ProgramOutcome> {
  const { R_LIBS: _, R_LIBS_USER: __, SSL_CERT_FILE, ...others } = ports.env;
  const env = { ...others, ...(SSL_CERT_FILE ? { SSL_CERT_FILE, CURL_CA_BUNDLE: SSL_CERT_FILE } : {}) };
  const { code, output } = await ports.runProcess(rscript, [ports.program, ...args], {
    env,
    ...(ports.signal === undefined ? {} : { signal: ports.signal }),
  });
  if (code !== 0) return { is: "failed", output };
  if (args[0] === "install") return { is: "done", problems: [] };
  const rows = await folder.read("problems");
  return { is: "done", problems: rows.map(([kind = "", name = "", ...details]) => ({ kind, name, details })) };
}
