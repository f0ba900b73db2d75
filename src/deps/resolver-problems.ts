import { error } from "../diagnostics/report.ts";
import type { JarDeclaration } from "../model/dependencies.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { missingDiagnostic, offersFor } from "./missing-artifacts.ts";
import type { Network } from "./network.ts";
import type { JarsRequest } from "./jars-request.ts";
import { denied, unreachable } from "./refusals.ts";
import type { ResolverProblem } from "./resolver-program.ts";
import type { Repository } from "./wanted-repositories.ts";

interface Context {
  readonly request: JarsRequest;
  readonly network: Network;
  readonly repositories: readonly Repository[];
}

/** Says what kept Maven Resolver from finding out what the artifacts need; one repository out of reach is told once. */
export async function resolverProblems(
  problems: readonly ResolverProblem[],
  context: Context,
): Promise<readonly Diagnostic[]> {
  const told = new Map<string, ResolverProblem>();
  for (const problem of problems) {
    const key =
      problem.kind === "unreachable"
        ? `unreachable ${problem.repository} ${problem.url}`
        : `${problem.kind} ${problem.artifact} ${problem.message}`;
    if (!told.has(key)) told.set(key, problem);
  }
  return Promise.all([...told.values()].map((problem) => diagnosticFor(problem, context)));
}

async function diagnosticFor(problem: ResolverProblem, context: Context): Promise<Diagnostic> {
  const { kind, repository = "", url = "", artifact, message } = problem;
  if (kind === "no-version") return noVersion(problem, context);
  if (kind === "broken") {
    const declaration = declarationOf(artifact, context.request);
    return error("AMA1525", `The jars cannot be resolved: ${message}.`, {
      ...(declaration !== undefined && { at: declaration.at }),
      hint: "Correct the artifact's entry in jars.yml, or exclude it.",
    });
  }
  const what = artifact ?? "its metadata";
  const status = /status(?: code)?:? (401|403|407)\b/.exec(message)?.[1];
  return status === undefined
    ? unreachable(repository, url, message, what)
    : denied(repository, url, `answers ${status}`, what);
}

/** No version is in a range. */
async function noVersion({ artifact = "", message }: ResolverProblem, context: Context): Promise<Diagnostic> {
  const { request, repositories, network } = context;
  const declaration = declarationOf(artifact, request);
  if (declaration === undefined) return error("AMA1520", `No repository has a version that fits: ${message}.`);
  const asked = repositories.map((one) => `${one.id} (${network.accessTo(one).url})`);
  const missing = { coordinates: artifact, declared: true, askedBy: [], repositories: asked };
  const strict = { ...request, requirements: { ...request.requirements, missing: "error" as const } };
  return missingDiagnostic(missing, await offersFor(declaration, repositories, network), strict);
}

/** Nothing for what is only asked for by others. */
function declarationOf(coordinates: string | undefined, { requirements }: JarsRequest): JarDeclaration | undefined {
  const [groupId, artifactId] = coordinates?.split(":") ?? [];
  return requirements.artifacts.find((one) => one.groupId === groupId && one.artifactId === artifactId);
}
