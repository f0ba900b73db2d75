import type { EnvironmentRule } from "./environment-rule.ts";

/** An environment's `name` is that of its file or folder; where it was copied and not changed, reports would mislead. */
export const environmentName: EnvironmentRule = (draft, name, { problems }) => {
  const value = draft.main.get("name");
  if (value?.kind !== "node" || value.node.kind !== "scalar") return;
  const { node } = value;
  if (typeof node.value === "string" && node.value !== name && !node.value.includes("${")) {
    problems.warning(
      "AMA1204",
      `The environment \`${name}\` calls itself \`${node.value}\`, which is what \`env.name\` will say.`,
      node.at,
      {
        hint: `Write \`name: ${name}\`, or leave \`name\` out.`,
      },
    );
  }
};
