import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../src/testing/temporary-folder.ts";
import { layerViolations } from "./layers.ts";

function sources(files: Record<string, string>): string {
  const root = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

test("an import to the left is allowed, one to the right or sideways is named", () => {
  const root = sources({
    "model/job.ts": 'import { codes } from "../diagnostics/codes.ts";',
    "repo/read.ts": 'import type { Job } from "../model/job.ts";\nexport { x } from "../deps/x.ts";',
    "deps/x.ts": 'export const x = await import("../engine/fold.ts");',
    "engine/fold.ts": 'import { a } from "./a.ts";\nimport {\n  b,\n} from "../plan/b.ts";',
  });
  expect(layerViolations(root).toSorted()).toEqual([
    "deps/x.ts → engine/fold.ts",
    "model/job.ts → diagnostics/codes.ts",
    "repo/read.ts → deps/x.ts",
  ]);
});

test("a folder that has no layer may import nothing", () => {
  expect(layerViolations(sources({ "utils/a.ts": 'import { m } from "../model/m.ts";' }))).toHaveLength(1);
});

test("within a folder, too, where its own folders have an order", () => {
  const root = sources({
    "engine/core/fold.ts": 'import { p } from "../ports.ts";\nimport { n } from "./rules/n.ts";',
    "engine/ports.ts": 'import { f } from "./core/fold.ts";',
    "app/run.ts": 'import { e } from "./execution/e.ts";',
    "app/reading/open.ts": 'import { h } from "../app-host.ts";\nimport { f } from "../records/f.ts";',
    "app/dependencies/d.ts": 'import { p } from "../planning/p.ts";\nimport { o } from "../reading/open.ts";',
  });
  expect(layerViolations(root).toSorted()).toEqual([
    "app/dependencies/d.ts → app/planning/p.ts",
    "app/reading/open.ts → app/records/f.ts",
    "engine/core/fold.ts → engine/ports.ts",
  ]);
});

test("this program keeps to its layers", () => {
  expect(layerViolations(join(import.meta.dirname, "../../src"))).toEqual([]);
});
