import * as v from "valibot";
import { error } from "../../diagnostics/report.ts";
import { failed, ok, type Result } from "../../model/result.ts";
import type { RInstallation } from "../../model/toolchain.ts";
import { askOnce, findProgram, type Question } from "../known-program.ts";
import type { ToolchainPorts } from "../ports.ts";

/** The oldest R that workers are written for. */
export const leastR = "4.0";

const program = `cat(R.home(), paste(R.version$major, R.version$minor, sep = "."), R.version$platform, sep = "\\n")`;
const answer = v.tuple([v.string(), v.string(), v.string()]);

const question: Question<v.InferOutput<typeof answer>> = {
  about: "r",
  args: ["--vanilla", "-e", program],
  read(output) {
    const found = v.safeParse(answer, output.trim().split("\n").slice(-3));
    return found.success ? found.output : undefined;
  },
  schema: answer,
  // The one file of an R that is another one in each version.
  file: ([home]) => `${home}/bin/R`,
};

/** The R of the PATH, by its `Rscript`. None is installed here; once it is known, nothing is started. */
export async function ensureR(ports: ToolchainPorts): Promise<Result<RInstallation>> {
  const executable = findProgram("Rscript", ports.env);
  if (executable === undefined) return failed(noR("there is none on the PATH", ports));
  const found = await askOnce(executable, question, ports);
  if (found === undefined) return failed(noR(`${executable} does not start`, ports));
  const [home, version, platform] = found;
  if (isOlder(version, leastR)) return failed(noR(`${executable} is R ${version}`, ports));
  return ok({ executable, home, version, platform });
}

function isOlder(version: string, least: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [leastMajor = 0, leastMinor = 0] = least.split(".").map(Number);
  return major < leastMajor || (major === leastMajor && minor < leastMinor);
}

/** The command that brings an R to this platform. */
export function rCommand(platform: NodeJS.Platform): string {
  return platform === "darwin" ? "brew install r" : "sudo apt-get install r-base-core";
}

function noR(reason: string, { platform }: ToolchainPorts) {
  return error("AMA1719", `R actions need R ${leastR} or newer: ${reason}.`, {
    hint: `Install it: ${rCommand(platform)}${platform === "linux" ? " (Fedora: sudo dnf install R-core)" : ""}.`,
  });
}
