import { readFileSync } from "node:fs";
import { join } from "node:path";
import { connectionKeys, environmentKeys, javaKeys, pythonKeys } from "../../src/repo/environment/keys.ts";
import type { KeyTable } from "../../src/repo/fields.ts";
import {
  actionKeys,
  artifactKeys,
  errorActionKeys,
  exclusionKeys,
  jobKeys,
  manifestKeys,
  manifestTypeKeys,
  parameterKeys,
  pluginKeys,
  publicationKeys,
  repositoryKeys,
  retryKeys,
  runnerKeys,
} from "../../src/repo/job/keys.ts";

/** The pages that name every key of these. */
const pages: Readonly<Record<string, readonly KeyTable[]>> = {
  "docs/reference/maki-yml.md": [
    jobKeys,
    parameterKeys,
    actionKeys,
    errorActionKeys,
    runnerKeys,
    retryKeys,
    publicationKeys,
    artifactKeys,
    exclusionKeys,
    repositoryKeys,
  ],
  "docs/guide/write-a-runner.md": [pluginKeys, manifestKeys, manifestTypeKeys],
  "docs/guide/environments.md": [environmentKeys, javaKeys, pythonKeys],
  "docs/guide/hive-and-drill.md": Object.values(connectionKeys),
};

/** Keys of files that a repo may hold and that the page on such files does not name in code. */
export function undocumentedKeys(root: string): readonly string[] {
  return Object.entries(pages).flatMap(([page, tables]) => {
    const code =
      readFileSync(join(root, page), "utf8")
        .match(/```[^]*?```|`[^`\n]+`/g)
        ?.join("\n") ?? "";
    return tables.flatMap(({ of, keys }) =>
      keys
        .filter((key) => !new RegExp(`(?<![\\w-])${key}(?![\\w-])`).test(code))
        .map((key) => `${page}: \`${key}\`, a key of ${of}, is not named`),
    );
  });
}
