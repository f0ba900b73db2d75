/** A fenced block of a page, and what the page says of it in comments that its readers do not see. */
export interface Block {
  /** Of its first line of content. */
  readonly line: number;
  /** What stands behind the fence; empty for what is only shown, such as output. */
  readonly language: string;
  readonly text: string;
  /**
   * The file that it is in the page's job: what `<!-- file: env/dev.yml -->` above it says, or a comment in its own
   * first line that is nothing but a path, such as `# src/model.py` or `-- src/clean.sql`.
   */
  readonly file?: string;
  /** Why nothing executes it: `<!-- not executed: it needs a cluster -->` above it. */
  readonly notExecuted?: string;
}

const fenced = /(?:^<!-- (file|not executed): ([^\n]+) -->\n+)?^```([a-z]*)\n([\s\S]*?)^```$/gm;
const pathInComment = /^(?:#|--|\/\/) ([\w./-]+\.\w+)(?:,[^\n]*)?\n/;

/** The fenced blocks of a page of Markdown, in their order. */
export function blocksOf(page: string): readonly Block[] {
  return [...page.matchAll(fenced)].map((match) => {
    const [whole, mark, said = "", language = "", text = ""] = match;
    const file = mark === "file" ? said : pathInComment.exec(text)?.[1];
    return {
      line: page.slice(0, match.index + whole.indexOf("```")).split("\n").length + 1,
      language,
      text,
      ...(file === undefined ? {} : { file }),
      ...(mark === "not executed" ? { notExecuted: said } : {}),
    };
  });
}

/** Output and the like is only shown; everything else is to work as it stands. */
export function isCode({ language, file }: Block): boolean {
  return (language !== "" && language !== "text") || file !== undefined;
}
