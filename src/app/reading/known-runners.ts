import { error } from "../../diagnostics/report.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { runnerDescriptors } from "../../frameworks/runner-descriptors.ts";
import type { Folders } from "../../model/folders.ts";
import { failed, ok, type Result } from "../../model/result.ts";
import type { RunnerDescriptor } from "../../model/runner-descriptor.ts";
import type { DeclaredRunner } from "../../model/job.ts";
import type { RunnerPlugin } from "../../model/runner-plugin.ts";
import type { Checkout } from "../../repo/git-open-repo.ts";
import type { AppHost } from "../app-host.ts";
import type { RunnerFetching } from "./open-runners.ts";
import { withSourceLines } from "./with-source-lines.ts";

/** The runners that a job's actions may name: our own, and those that the job brings along. */
export interface KnownRunners {
  readonly descriptors: readonly RunnerDescriptor[];
  readonly plugins: readonly RunnerPlugin[];
}

const own: KnownRunners = { descriptors: runnerDescriptors, plugins: [] };

/** Most jobs declare none, and pay nothing for it but a look at maki.yml's text. */
export async function knownRunners(
  checkout: Checkout,
  folders: Folders,
  host: AppHost,
  fetching: RunnerFetching,
): Promise<Result<KnownRunners>> {
  if (!mentionsRunners(checkout)) return ok(own);
  const { declaredRunners } = await import("../../repo/job/read-runners.ts");
  const { runners: declared, diagnostics: wrong } = declaredRunners(checkout.tree, "");
  if (declared.length === 0) return ok(own);
  const { openRunners } = await import("./open-runners.ts");
  const plugins = withSourceLines(await openRunners(declared, checkout, folders, host, fetching), checkout.tree);
  if (!plugins.ok) return { ok: false, diagnostics: [...wrong, ...plugins.diagnostics] };
  const clashes = withSourceLines(failed(...clashesOf(declared, plugins.value)), checkout.tree).diagnostics;
  const diagnostics = [...plugins.diagnostics, ...clashes];
  if (clashes.length > 0) return failed(...diagnostics);
  const brought = plugins.value.flatMap(({ manifest }) => manifest.types);
  return ok({ descriptors: [...runnerDescriptors, ...brought], plugins: plugins.value }, diagnostics);
}

function mentionsRunners({ tree }: Checkout): boolean {
  const files = ["maki.yml", "maki.yaml", "maki.json"].map((name) => tree.read(name));
  return files.some((bytes) => bytes !== undefined && /\brunners\b/.test(new TextDecoder().decode(bytes)));
}

/** A type has one runner: a job cannot change what our own types mean. */
function clashesOf(declared: readonly DeclaredRunner[], plugins: readonly RunnerPlugin[]): readonly Diagnostic[] {
  const taken = new Map<string, string>(
    runnerDescriptors.flatMap(({ type, aliases }) => [type, ...aliases].map((name) => [name, "Amaterasu"] as const)),
  );
  return plugins.flatMap(({ manifest }, index) =>
    manifest.types.flatMap(({ type, aliases }) =>
      [type, ...aliases].flatMap((name) => {
        const by = taken.get(name);
        taken.set(name, manifest.name);
        if (by === undefined) return [];
        const at = declared[index]?.from.at;
        const message = `The runner ${manifest.name} has the type \`${name}\`, which is a type of ${by} already.`;
        return [
          error("AMA1120", message, {
            ...(at === undefined ? {} : { at }),
            hint: "Give it another name in runner.yml.",
          }),
        ];
      }),
    ),
  );
}
