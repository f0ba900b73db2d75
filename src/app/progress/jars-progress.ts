import type { JarsProgress } from "../../deps/jars-request.ts";
import type { AppHost } from "../app-host.ts";
import { progressLine } from "./progress-line.ts";

/** Shows on stderr how far the jars are. */
export function jarsProgress(host: AppHost): {
  readonly report: (progress: JarsProgress) => void;
  readonly end: () => void;
} {
  const line = progressLine(host);
  return { report: (progress) => line.now(`ama: ${sentence(progress)}`), end: line.end };
}

function sentence(progress: JarsProgress): string {
  if (progress.is === "resolving") return `resolving jars: ${progress.read} POMs read (${progress.resource})`;
  const { jars, ofJars, bytes, ofBytes } = progress;
  const of = ofBytes === undefined ? "" : ` of ${(ofBytes / 1e6).toFixed(1)}`;
  return `fetching jars: ${jars} of ${ofJars}, ${(bytes / 1e6).toFixed(1)}${of} MB`;
}
