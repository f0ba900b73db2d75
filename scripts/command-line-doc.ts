import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { verbHelp } from "../src/cli/help.ts";
import { verbs } from "../src/cli/verbs.ts";

/** Makes docs/reference/command-line.md of the verbs' own tables; `--check` only says whether it is up to date. */
const file = join(import.meta.dirname, "../docs/reference/command-line.md");
const sections = await Promise.all(
  verbs.map(async ({ name, load }) => `## ama ${name}\n\n\`\`\`text\n${verbHelp(await load()).trimEnd()}\n\`\`\`\n`),
);
const text = `# The command line

Made from the program's own help by \`node scripts/command-line-doc.ts\`.

Exit codes of every verb: 0 succeeded · 1 the job failed · 2 usage, or an invalid repo · 3 the environment failed (no cluster, no
Java, an unresolvable dependency, killed by the cluster) · 130 or 143 cancelled.

Variables: \`AMA_CACHE\`, \`AMA_STATE\`, \`AMA_CONFIG\` name the folders for what can be fetched again, for records, and for
settings (by default the XDG folders); \`AMA_OFFLINE=1\` never dials out; \`AMA_HOST_START_LIMIT\` is how long a host
may take until it connects (\`120s\`); \`NO_COLOR\` and \`FORCE_COLOR\` are honoured.

${sections.join("\n")}`;

if (!process.argv.includes("--check")) writeFileSync(file, text);
else if (readFileSync(file, "utf8") !== text) {
  console.log("docs/reference/command-line.md is out of date: run `node scripts/command-line-doc.ts`");
  process.exitCode = 1;
}
