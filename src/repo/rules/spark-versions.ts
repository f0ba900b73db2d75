import type { Environment } from "../../model/environment.ts";
import type { Problems } from "../problems.ts";

/** The environments of a job ask for one minor version of Spark: what was tested is what will run. */
export function sparkVersions(environments: readonly Environment[], problems: Problems): void {
  const asked = environments.flatMap(({ name, base }) => {
    const at =
      base.sparkVersion !== undefined && "at" in base.sparkVersion.origin ? base.sparkVersion.origin.at : undefined;
    return base.sparkVersion === undefined || at === undefined ? [] : [{ name, version: base.sparkVersion.value, at }];
  });
  const [first, ...rest] = asked.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  for (const { name, version, at } of rest) {
    if (first === undefined || minor(version) === minor(first.version)) continue;
    problems.warning(
      "AMA1209",
      `\`${name}\` asks for Spark ${version}, \`${first.name}\` for Spark ${first.version}.`,
      at,
      {
        hint: "Use one minor version, so that what is tested is what runs.",
        related: [{ message: `the version of \`${first.name}\``, at: first.at }],
      },
    );
  }
}

function minor(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}
