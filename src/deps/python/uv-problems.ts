import { error } from "../../diagnostics/report.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { PythonRequirement } from "../../model/python-packages.ts";
import { normalName } from "./package-names.ts";
import type { PythonEnvironmentRequest } from "./python-request.ts";

/** Says in this program's words, and with the requirement's place, why uv could not do what it was asked. */
export function uvProblems(output: string, request: PythonEnvironmentRequest): readonly Diagnostic[] {
  const cause = causeOf(output);
  const { hint: _, ...place } = placeFor(cause, request);
  if (/network was disabled|--offline|UV_OFFLINE/i.test(output))
    return [
      error("AMA1546", `${subject(cause, "The packages")} cannot be looked up, as the network is off.`, {
        ...place,
        hint: "Unset AMA_OFFLINE and run `ama deps` once.",
      }),
    ];
  const unreachable = /Failed to fetch: `?(\S+?)`?$/m.exec(output);
  if (unreachable !== null || /error sending request|status client error \((401|403)/i.test(output))
    return [unreachableIndex(unreachable?.[1] ?? "the package index", lastCause(output))];
  const denied = /index URL \((\S+?)\).*?\((40[13]\b[^)]*)\)/s.exec(output);
  if (denied !== null) return [unreachableIndex(denied[1] ?? "the package index", `it answers ${denied[2]}`)];
  const unknown = [...cause.matchAll(/(\S+) was not found in the (?:package registry|provided package locations)/g)];
  if (unknown.length > 0) return unknown.map(([, name = ""]) => notFound(name, request));
  if (/No solution found/.test(output))
    return [error("AMA1544", `The Python requirements cannot be fulfilled: ${cause}`, placeFor(cause, request))];
  if (/Couldn't parse requirement|Unsupported requirement/.test(output))
    return [error("AMA1540", `A requirement cannot be read: ${cause}`, place)];
  if (/hash mismatch/i.test(output))
    return [
      error("AMA1547", `A package that arrived is not the one that is locked: ${cause}`, {
        ...place,
        hint: "Find out who changed it; run `ama deps --update` only if it was published anew on purpose.",
      }),
    ];
  return [
    error("AMA1545", `The Python packages could not be installed: ${cause}`, {
      ...place,
      hint: "The message has uv's reason; a package without a wheel for this Python needs a compiler.",
    }),
  ];
}

/** What follows uv's `cause:`, or all that it says, in one line. */
function causeOf(output: string): string {
  const said = output
    .replaceAll(/^(Using|Resolved|warning:|  +at).*$/gm, "")
    .replace(/^hint:.*/ms, "")
    .split(/^\s*(?:cause|error|×|╰─▶):?\s*/m)
    .map((part) => part.replaceAll(/\s+/g, " ").trim())
    .filter((part) => part !== "" && !part.startsWith("No solution found"));
  const text = said
    .join(": ")
    .replace(/, we can conclude that your requirements are unsatisfiable/, "")
    .replaceAll(", we can conclude that", ", so")
    .replaceAll("And because you require", "And you require")
    .replace(/^Because /, "");
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function lastCause(output: string): string {
  return /.*cause: (.+)$/ms.exec(output.trim())?.[1]?.split("\n")[0] ?? "it does not answer";
}

interface Place {
  readonly at?: NonNullable<Diagnostic["at"]>;
  readonly sourceLine?: string;
  readonly related?: NonNullable<Diagnostic["related"]>;
  readonly hint: string;
}

/** The requirements of the repo that a text mentions: the first one as the place, the others beside it. */
function placeFor(text: string, { requirements, lineOf }: PythonEnvironmentRequest): Place {
  const words = new Set(
    (text.match(/[A-Za-z0-9][A-Za-z0-9._-]*/g) ?? []).map((word) => normalName(word.replace(/[.]+$/, ""))),
  );
  const mentioned = requirements.requirements.filter(({ name }) => name !== undefined && words.has(name));
  const [first, ...others] = mentioned.flatMap(({ at, text: said }) => (at === undefined ? [] : [{ at, said }]));
  const isVersion = /^(?:Because )?there (?:is no version|are no versions) of /.test(text);
  const ours = mentioned.filter(({ at }) => at === undefined).map(({ text: said }) => `\`${said}\``);
  const hint =
    ours.length === 0
      ? isVersion
        ? "Ask for a version that there is, or name the index that has it."
        : "Change or remove one of the requirements that exclude each other."
      : `The job's actions themselves need ${ours.join(" and ")}; leave the version out, or ask for one that fits.`;
  if (first === undefined) return { hint };
  const sourceLine = lineOf?.(first.at);
  return {
    at: first.at,
    ...(sourceLine === undefined ? {} : { sourceLine }),
    ...(others.length === 0
      ? {}
      : { related: others.map(({ at, said }) => ({ message: `\`${said}\` is asked for here`, at })) }),
    hint,
  };
}

function subject(text: string, otherwise: string): string {
  return /(\S+) was not found in the cache/.exec(text)?.[1] ?? otherwise;
}

function notFound(name: string, request: PythonEnvironmentRequest): Diagnostic {
  const asker: PythonRequirement | undefined = request.requirements.requirements.find(
    (one) => one.name === normalName(name),
  );
  const { hint: _, ...place } = placeFor(name, request);
  return error(
    "AMA1543",
    `No package index has ${name}${asker === undefined ? ", which another package needs" : ""}.`,
    {
      ...place,
      hint: "Check the spelling; a private package's index is named in pip.conf or PIP_EXTRA_INDEX_URL.",
    },
  );
}

function unreachableIndex(url: string, why: string): Diagnostic {
  return error("AMA1548", `${withoutLogin(url)} could not be fetched: ${why}.`, {
    hint: "See to the network, HTTPS_PROXY, SSL_CERT_FILE, and pip's index and its credentials (PIP_INDEX_URL, pip.conf, ~/.netrc).",
  });
}

function withoutLogin(url: string): string {
  return url.replace(/\/\/[^/@]*@/, "//");
}
