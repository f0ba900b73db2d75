import { expect, test } from "vitest";
import { parseVerbArguments } from "./parse.ts";
import { run } from "./verbs/run.ts";

test.each([
  [
    "a longer form of an option",
    ["--environment", "dev"],
    "`ama run` has no option `--environment`. | Did you mean `--env`?",
  ],
  ["a shorter form of an option", ["--res", "4"], "`ama run` has no option `--res`. | Did you mean `--resume`?"],
  ["a slip", ["--parm", "a=b"], "`ama run` has no option `--parm`. | Did you mean `--param`?"],
  ["nothing that is near", ["--xyz"], "`ama run` has no option `--xyz`. | `ama help run` lists its options."],
  [
    "a value that is missing",
    ["--resume", "--env", "dev"],
    "`--resume` needs a value: `--resume <run>`. | `ama help run` lists its options.",
  ],
  [
    "a value that is missing at the end",
    ["--resume"],
    "`--resume` needs a value: `--resume <run>`. | `ama help run` lists its options.",
  ],
  [
    "an environment without its option",
    ["dev"],
    "`ama run` does not take the argument `dev`. | Is `--env dev` meant? Usage: ama run [--repo <path|url>[//<job>]] [--branch <name>] [--env <name>] [options]",
  ],
])("says what is wrong with %s", (_what, args, told) => {
  const { diagnostics } = parseVerbArguments("run", run, args);
  expect(diagnostics.map(({ message, hint }) => `${message} | ${hint}`)).toEqual([told]);
});

test("options that may be given twice say both", () => {
  const parsed = parseVerbArguments("run", run, ["--only", "a", "--only", "b"]);
  expect(parsed.ok && parsed.value.values["only"]).toEqual(["a", "b"]);
});
