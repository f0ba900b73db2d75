import { error } from "../../diagnostics/report.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { RProblem } from "./packages-program.ts";
import type { RLibraryRequest } from "./r-request.ts";

/** Says in this program's words, and with the place in packages.R, what R could not do. */
export function rProblems(problems: readonly RProblem[], request: RLibraryRequest): readonly Diagnostic[] {
  const unreachable = problems.filter(({ kind }) => kind === "unreachable");
  // A package that no repository has may well be in the one that could not be asked.
  const told = unreachable.length > 0 ? unreachable : problems;
  return told.map((problem) => diagnosticFor(problem, request));
}

function diagnosticFor({ kind, name, details }: RProblem, request: RLibraryRequest): Diagnostic {
  const [first = "", second = ""] = details;
  switch (kind) {
    case "unreachable":
      return error("AMA1567", `The repository ${name} (${shown(first)}) cannot be reached: ${shown(second)}.`, {
        hint: "See to the network, HTTPS_PROXY, SSL_CERT_FILE, and the repositories of packages.R and of your Rprofile.",
      });
    case "conflict":
      return error("AMA1563", `${second}, and ${first} is what there is, or what is asked for.`, {
        ...placeOf(name, request),
        hint: "Ask for other versions (`name@version`), or add a repository that has them.",
      });
    case "gone":
      return error("AMA1562", `No repository has ${first} any more; asked were ${shown(second)}.`, {
        ...placeOf(name, request),
        hint: "Run `ama deps --update` to resolve anew, or add the repository that has it to packages.R.",
      });
    default: {
      const what = first === "" ? name : `${name} ${first}`;
      const others = second === "" ? "" : `; there is ${second}`;
      return error("AMA1562", `No repository has the R package ${what}, for this version of R${others}.`, {
        ...placeOf(name, request),
        hint: "Check the spelling, or name the repository that has it in `options(repos = …)`.",
      });
    }
  }
}

function placeOf(name: string, { requirements, lineOf }: RLibraryRequest) {
  const at = requirements.packages.find((one) => one.name === name)?.at;
  const sourceLine = at && lineOf?.(at);
  return { ...(at === undefined ? {} : { at }), ...(sourceLine === undefined ? {} : { sourceLine }) };
}

/** R did not come to its end. */
export function rFailed(output: string): Diagnostic {
  const lines = output.trim().split("\n");
  const errors = lines.filter((line) => /^(ERROR|Error)|: error:/.test(line));
  const reason = (errors.length > 0 ? errors.slice(0, 3) : lines.slice(-3)).join(" ");
  return error("AMA1564", `The R packages could not be installed: ${reason}`, {
    hint: "Packages are built from their sources: what they need of compilers and libraries must be there.",
  });
}

function shown(text: string): string {
  return text.replaceAll(/\/\/[^/@\s]*@/g, "//").replace(/\.$/, "");
}
