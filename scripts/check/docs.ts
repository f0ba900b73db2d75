import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { codes } from "../../src/diagnostics/codes.ts";
import { undocumentedKeys } from "./documented-keys.ts";
import { unexecutedBlocks } from "./executed-docs.ts";

/**
 * Links of the documentation lead somewhere, every diagnostic code has its entry in the reference and every key its
 * place on a page, and what stands in
 * the documentation as code is executed.
 */
const root = join(import.meta.dirname, "../..");

function markdownFiles(): string[] {
  const ofDocs = readdirSync(join(root, "docs"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".md"))
    .map((entry) => join(entry.parentPath, entry.name));
  const ofRoot = readdirSync(root)
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(root, name));
  return [...ofRoot, ...ofDocs];
}

function anchorsOf(file: string): Set<string> {
  const headings = readFileSync(file, "utf8").matchAll(/^#+\s+(.*)$/gm);
  return new Set([...headings].map(([, text = ""]) => slug(text)));
}

/** As the usual hosts of markdown make anchors of headings. */
function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(/\s/g, "-");
}

function brokenLinks(file: string): string[] {
  const text = readFileSync(file, "utf8").replaceAll(/```[\s\S]*?```/g, "");
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = ""]) => {
    if (/^[a-z]+:/.test(target)) return [];
    const [path = "", anchor] = target.split("#");
    const destination = path === "" ? file : resolve(dirname(file), path);
    const broken = !existsSync(destination) || (anchor !== undefined && !anchorsOf(destination).has(anchor));
    return broken ? [`${relative(root, file)}: the link ${target} leads nowhere`] : [];
  });
}

function undocumentedCodes(): string[] {
  const reference = join(root, "docs/reference/errors.md");
  const text = existsSync(reference) ? readFileSync(reference, "utf8") : "";
  return Object.keys(codes)
    .filter((code) => !text.includes(code))
    .map((code) => `docs/reference/errors.md: ${code} has no entry`);
}

const pages = markdownFiles();
const examples = readdirSync(join(root, "examples")).map((name) => join(root, "examples", name, "README.md"));
const problems = [
  ...pages.flatMap(brokenLinks),
  ...undocumentedCodes(),
  ...undocumentedKeys(root),
  ...unexecutedBlocks(root, [...pages, ...examples]),
];
for (const problem of problems) console.log(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
