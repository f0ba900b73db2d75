/** The same text with spaces for its comments, so that places stay. Quotes keep a `#` from beginning one. */
export function withoutComments(text: string): string {
  const lines = text.split("\n");
  let heredoc: string | undefined;
  const state = { quote: "" };
  return lines
    .map((line) => {
      if (heredoc !== undefined) {
        if (line.trim() === heredoc) heredoc = undefined;
        return line;
      }
      const code = withoutComment(line, state);
      if (state.quote === "") heredoc = /<<-?\s*(["'\\]?)(\w+)\1/.exec(code)?.[2];
      return code;
    })
    .join("\n");
}

/** Quotes may go on in the next line. */
function withoutComment(line: string, state: { quote: string }): string {
  for (let at = 0; at < line.length; at++) {
    const sign = line[at] ?? "";
    if (sign === "\\" && state.quote !== "'") at++;
    else if (state.quote !== "") {
      if (sign === state.quote) state.quote = "";
    } else if (sign === '"' || sign === "'") state.quote = sign;
    else if (sign === "#" && /^$|[\s;&|()]/.test(line[at - 1] ?? ""))
      return line.slice(0, at) + line.slice(at).replaceAll(/[^\r]/g, " ");
  }
  return line;
}
