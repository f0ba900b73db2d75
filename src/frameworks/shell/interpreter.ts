/** How a script is run. */
export interface Interpreter {
  readonly command: readonly string[];
  /** Whether it tells the lines of its commands on descriptor 3. */
  readonly traces: boolean;
}

const shells: Readonly<Record<string, Interpreter>> = {
  bash: { command: ["bash", "--noprofile", "--norc", "-eo", "pipefail"], traces: true },
  sh: { command: ["sh", "-e"], traces: false },
};

/**
 * What runs a script: the interpreter that its first line names, else bash. Shells stop at the first command that
 * fails, as in CI systems; `set +e` in the script takes that back.
 */
export function interpreterOf(source: string): Interpreter {
  const line = /^#![ \t]*([^\r\n]*)/.exec(source)?.[1]?.trim() ?? "";
  const words = line.split(/\s+/).filter((word) => word !== "");
  const program = words[0]?.endsWith("/env") ? words.slice(1).filter((word) => word !== "-S") : words;
  const [first = "bash", ...args] = program;
  const shell = shells[first.split("/").at(-1) ?? first];
  if (shell === undefined) return { command: [first, ...args], traces: false };
  return { command: [...shell.command, ...args], traces: shell.traces };
}
