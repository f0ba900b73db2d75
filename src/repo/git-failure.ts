import { error } from "../diagnostics/report.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { withoutCredentials } from "./git-address.ts";
import type { GitOutcome } from "./git-command.ts";

export type RemoteFailure = "missing-git" | "no-room" | "refused" | "unreachable" | "not-found" | "other";

const signs: readonly (readonly [RemoteFailure, RegExp])[] = [
  // Whatever else git then says: it is this machine's disk.
  ["no-room", /^(?!remote:).*(?:No space left on device|Disk quota exceeded)/im],
  [
    "refused",
    /Authentication failed|could not read (Username|Password)|terminal prompts disabled|Permission denied \(|HTTP Basic: Access denied|returned error: 40[13]|Host key verification failed|No user exists for uid/i,
  ],
  [
    "not-found",
    /repository '.*' not found|Repository not found|does not appear to be a git repository|returned error: 404|does not exist|not a git repository|Could not find repository|no such file or directory/i,
  ],
  [
    "unreachable",
    /Could not resolve host|unable to look up|Connection (refused|timed out|reset|closed)|Failed to connect|Couldn't connect|Network is unreachable|No route to host|Operation timed out|early EOF|the remote end hung up|SSL|TLS|certificate|Proxy CONNECT aborted|Temporary failure in name resolution|returned error: (5\d\d|407|429)|Empty reply from server/i,
  ],
];

/** What went wrong with a remote repository, by what git said of it. */
export function classifyRemoteFailure(outcome: GitOutcome): RemoteFailure {
  if (outcome.status === "missing") return "missing-git";
  return signs.find(([, sign]) => sign.test(outcome.stderr))?.[0] ?? "other";
}

/** The diagnostic for a git command that failed on a remote repository. */
export function remoteFailure(shown: string, outcome: GitOutcome): Diagnostic {
  const said = lastWords(outcome.stderr);
  switch (classifyRemoteFailure(outcome)) {
    case "missing-git":
      return gitMissing(`${shown} cannot be cloned without git.`);
    case "no-room":
      return error("AMA1416", `${shown} cannot be cached${said}`, {
        hint: "Make room, or set AMA_CACHE to a folder on another disk.",
      });
    case "refused":
      return error("AMA1406", `${shown} refused access${said}`, {
        hint: `Try \`git ls-remote ${shown}\`: the credentials are git's own (credential helper, ssh agent, known hosts).`,
      });
    case "not-found":
      return error("AMA1408", `There is no git repository at ${shown}${said}`, {
        hint: "Check the address; a server may also say this of a private repository to those it does not know.",
      });
    case "unreachable":
      return error("AMA1407", `${shown} cannot be reached${said}`, {
        hint: "Check the network and HTTPS_PROXY; what has been fetched before runs with AMA_OFFLINE=1.",
      });
    default:
      return error("AMA1410", `git failed on ${shown}${said}`, ownershipHint(outcome.stderr));
  }
}

export function gitMissing(message: string): Diagnostic {
  return error("AMA1403", message, { hint: "Install git (`apt-get install git`, `brew install git`) and try again." });
}

/** What git said last that is not a remark of the server's shell, for the end of a sentence. */
export function lastWords(stderr: string): string {
  const lines = withoutCredentials(stderr)
    .split("\n")
    .map((line) =>
      line
        .replace(/^(fatal|error|remote|ssh): ?/i, "")
        .replace(/ after \d+ ms/, "")
        .trim(),
    )
    .filter((line) => line !== "" && !/^(hint:|warning:|Please make sure|and the repository exists)/i.test(line));
  const telling = lines.find((line) => !/^Could not read from remote repository/i.test(line)) ?? lines.at(-1);
  return telling === undefined ? "." : `: ${telling.replace(/\.$/, "")}.`;
}

/** What to do where git distrusts a repository that belongs to somebody else. */
export function ownershipHint(stderr: string): { hint?: string } {
  const command = /git config --global --add safe\.directory .*/.exec(stderr)?.[0];
  return command === undefined ? {} : { hint: `If you trust its owner: ${command}` };
}
