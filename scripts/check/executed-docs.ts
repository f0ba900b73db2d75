import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { type Block, blocksOf, isCode } from "../docs/blocks.ts";

/**
 * Code in the documentation that nothing executes and that does not say why: each block is a shell script or a file of
 * a page that a case of acceptance/ runs, or is marked. The first job is followed by scripts/test/docs.ts.
 */
export function unexecutedBlocks(root: string, pages: readonly string[]): readonly string[] {
  const cases = readdirSync(join(root, "acceptance"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith("/cmd"))
    .map((path) => readFileSync(join(root, "acceptance", path), "utf8"));
  return pages.flatMap((file) => {
    const page = relative(root, file);
    if (page === "docs/guide/first-job.md") return [];
    const runs = cases.find((script) => script.includes(`page=${page};`)) ?? "";
    const blocks = blocksOf(readFileSync(file, "utf8")).filter((block) => isCode(block) && !block.notExecuted);
    const scripts = blocks.filter(({ language, file: name }) => language === "sh" && name === undefined);
    const isExecuted = (block: Block): boolean =>
      block.file === undefined ? runs.includes(`block-${scripts.indexOf(block) + 1}.sh`) : runs !== "";
    return blocks
      .filter((block) => !isExecuted(block))
      .map(
        ({ line }) =>
          `${page}:${line}: no case of acceptance/ executes this, and no “<!-- not executed: … -->” says why`,
      );
  });
}
