import { expect, test } from "vitest";
import { blocksOf, isCode } from "./blocks.ts";

const page = `# A page

\`\`\`python
# src/model.py
x = 1
\`\`\`

<!-- file: env/dev.yml -->
\`\`\`yaml
# not a path
master: local
\`\`\`

<!-- not executed: it needs a cluster -->
\`\`\`sh
ama run
\`\`\`

\`\`\`
output
\`\`\`
`;

test("a block has its line, its file, or why it is not executed", () => {
  expect(blocksOf(page)).toEqual([
    { line: 4, language: "python", text: "# src/model.py\nx = 1\n", file: "src/model.py" },
    { line: 10, language: "yaml", text: "# not a path\nmaster: local\n", file: "env/dev.yml" },
    { line: 16, language: "sh", text: "ama run\n", notExecuted: "it needs a cluster" },
    { line: 20, language: "", text: "output\n" },
  ]);
});

test("what is only shown is no code", () => {
  expect(blocksOf(page).map(isCode)).toEqual([true, true, true, false]);
});
