import type { Located } from "../../model/job.ts";
import { nearest } from "../../model/nearest.ts";
import type { RunnerDescriptor } from "../../model/runner-descriptor.ts";
import type { Problems } from "../problems.ts";

type RunnerNames = Pick<RunnerDescriptor, "type" | "aliases" | "group" | "groupTypes">;

/** The runner that `type:` names. */
export function runnerOfType(
  type: Located<string>,
  descriptors: readonly RunnerDescriptor[],
  problems: Problems,
): RunnerDescriptor | undefined {
  const isMeant = ({ type: name, aliases }: RunnerNames) => name === type.value || aliases.includes(type.value);
  const found = descriptors.find(isMeant);
  if (found !== undefined) return found;
  reportUnknown(type, `\`${type.value}\` is no runner type.`, namesOf(descriptors), descriptors, problems);
  return undefined;
}

/** The runner that 0.2's `runner: {group, type}` names. */
export function runnerOfGroup(
  group: Located<string>,
  type: Located<string>,
  descriptors: readonly RunnerDescriptor[],
  problems: Problems,
): RunnerDescriptor | undefined {
  const isMeant = (runner: RunnerNames) => runner.group === group.value && runner.groupTypes.includes(type.value);
  const found = descriptors.find(isMeant);
  if (found !== undefined) return found;
  const inGroup = descriptors.filter((runner) => runner.group === group.value);
  if (inGroup.length === 0) {
    reportUnknown(
      group,
      `\`${group.value}\` is no group of runners.`,
      descriptors.map((runner) => runner.group),
      descriptors,
      problems,
    );
  } else {
    const types = inGroup.flatMap((runner) => runner.groupTypes);
    reportUnknown(type, `\`${type.value}\` is no type of the group \`${group.value}\`.`, types, descriptors, problems);
  }
  return undefined;
}

function namesOf(runners: readonly RunnerNames[]): readonly string[] {
  return runners.flatMap(({ type, aliases }) => [type, ...aliases]);
}

function reportUnknown(
  found: Located<string>,
  message: string,
  candidates: readonly string[],
  descriptors: readonly RunnerDescriptor[],
  problems: Problems,
): void {
  const names = new Set(candidates);
  // `sql` of `spark-sql` says too little, not something else.
  const whole = [...names].filter((name) => name.split("-").includes(found.value));
  const near = whole.length === 0 ? nearest(found.value, names) : whole.length === 1 ? whole[0] : undefined;
  const known =
    whole.length > 1
      ? `It is one of: ${whole.join(", ")}.`
      : `This version runs: ${descriptors.map((one) => one.type).join(", ")}.`;
  problems.error("AMA1103", message, found.at, { hint: near === undefined ? known : `Did you mean \`${near}\`?` });
}
