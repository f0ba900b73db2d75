import * as v from "valibot";
import { error } from "../../diagnostics/report.ts";
import { failed, ok, type Result } from "../../model/result.ts";
import type { RInstallation, RWorkerPackage } from "../../model/toolchain.ts";
import { askOnce, findProgram, type Question } from "../known-program.ts";
import type { ToolchainPorts } from "../ports.ts";

/** The oldest R that workers are written for. */
export const leastR = "4.2";

const program = `cat(
  R.home(), paste(R.version$major, R.version$minor, sep = "."), R.version$platform,
  paste0("/", system.file("DESCRIPTION", package = "jsonlite")),
  paste0("/", system.file("DESCRIPTION", package = "reticulate")),
  sep = "\\n"
)`;
/** A slash before it, so that a package that is not there has a line too. */
const place = v.pipe(v.string(), v.startsWith("/"));
const answer = v.tuple([v.string(), v.string(), v.string(), place, place]);

const question: Question<v.InferOutput<typeof answer>> = {
  about: "r",
  args: ["--no-save", "--no-restore", "-e", program],
  read(output) {
    const found = v.safeParse(answer, output.trim().split("\n").slice(-5));
    return found.success ? found.output : undefined;
  },
  schema: answer,
  // The one file of an R that is another one in each version.
  files: ([home, , , jsonlite, reticulate]) => [`${home}/bin/R`, jsonlite, reticulate],
};

/** The R of the PATH, by its `Rscript`. None is installed here; once it is known, nothing is started. */
export async function ensureR(ports: ToolchainPorts): Promise<Result<RInstallation>> {
  const executable = findProgram("Rscript", ports.env);
  if (executable === undefined) return failed(noR("there is none on the PATH", ports));
  const found = await askOnce(executable, question, ports);
  if (found === undefined) return failed(noR(`${executable} does not start`, ports));
  const [home, version, platform, jsonlite, reticulate] = found;
  if (isOlder(version, leastR)) return failed(noR(`${executable} is R ${version}`, ports));
  const places: readonly (readonly [RWorkerPackage, string])[] = [
    ["jsonlite", jsonlite],
    ["reticulate", reticulate],
  ];
  const has = places.flatMap(([name, path]) => (path === "/" ? [] : [name]));
  return ok({ executable, home, version, platform, has });
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
