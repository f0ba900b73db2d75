import type { Diagnostic } from "../../model/diagnostic.ts";
import { digestOf } from "../../model/digest.ts";
import type { Action, ActionId } from "../../model/job.ts";
import { ok, type Result } from "../../model/result.ts";

/** An action that packages are provided for. */
interface Need {
  readonly action: Pick<Action, "id" | "name">;
}

/** How packages of one language are declared and made ready. */
export interface PackageKind<N extends Need, Declared, Made> {
  /** What a folder of the repo asks for: `deps` for the job, `src/<action>` for one action. */
  readonly read: (folder: string) => Result<Declared>;
  readonly isEmpty: (declared: Declared) => boolean;
  /** Makes ready what is declared, and what the actions of `needs` use beside it. */
  readonly make: (declared: readonly Declared[], needs: readonly N[]) => Promise<Result<Made>>;
}

/** The packages of a job, on this machine's disk. */
export interface ProvidedPackages<Made> {
  /** The job's own, without those of single actions. */
  readonly ofJob: Made;
  readonly ofActions: ReadonlyMap<ActionId, Made>;
  /** Of all of these packages. */
  readonly digest: string;
}

/** Makes the packages of a job and of its actions; those that declare none of their own share the job's. */
export async function providePackages<N extends Need, Declared, Made extends { readonly digest: string }>(
  needs: readonly N[],
  kind: PackageKind<N, Declared, Made>,
): Promise<Result<ProvidedPackages<Made>>> {
  const job = kind.read("deps");
  const actions = needs.map((need) => ({ need, declared: kind.read(`src/${need.action.name}`) }));
  const read = [job, ...actions.map(({ declared }) => declared)];
  const remarks: Diagnostic[] = read.flatMap(({ diagnostics }) => diagnostics);
  if (!job.ok || read.some((one) => !one.ok)) return { ok: false, diagnostics: remarks };
  const sharing = actions.filter(({ declared }) => declared.ok && kind.isEmpty(declared.value));
  const ofJob = await kind.make(
    [job.value],
    sharing.map(({ need }) => need),
  );
  remarks.push(...ofJob.diagnostics);
  if (!ofJob.ok) return { ok: false, diagnostics: remarks };
  const ofActions = new Map<ActionId, Made>();
  for (const { need, declared } of actions) {
    const isOwn = declared.ok && !kind.isEmpty(declared.value);
    const made = isOwn ? await kind.make([job.value, declared.value], [need]) : ok(ofJob.value);
    remarks.push(...made.diagnostics);
    if (!made.ok) return { ok: false, diagnostics: remarks };
    ofActions.set(need.action.id, made.value);
  }
  const digest = digestOf([ofJob.value, ...ofActions.values()].map((one) => one.digest).join("\n"));
  return ok({ ofJob: ofJob.value, ofActions, digest }, remarks);
}
