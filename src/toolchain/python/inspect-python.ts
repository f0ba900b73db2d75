import * as v from "valibot";
import { askOnce, type Question } from "../known-program.ts";
import type { ToolchainPorts } from "../ports.ts";

/** What an interpreter says of itself. */
export interface InspectedPython {
  readonly executable: string;
  readonly version: string;
  readonly platform: string;
}

const program = `
import json, sys, sysconfig
threads = "t" if sysconfig.get_config_var("Py_GIL_DISABLED") else ""
platform = f"{sys.implementation.cache_tag}{threads}-{sysconfig.get_platform()}"
print(json.dumps([sys.executable, "%d.%d.%d" % sys.version_info[:3], platform]))
`;

const answer = v.tuple([v.string(), v.string(), v.string()]);

const question: Question<v.InferOutput<typeof answer>> = {
  about: "python",
  // Neither the user's variables nor installed packages have a say in it.
  args: ["-I", "-S", "-c", program],
  read(output) {
    const found = v.safeParse(v.pipe(v.string(), v.parseJson(), answer), output.trim().split("\n").at(-1));
    return found.success ? found.output : undefined;
  },
  schema: answer,
  files: ([executable]) => [executable],
};

/** Which Python a file starts; undefined where it starts none. Costs a start once, until the file changes. */
export async function inspectPython(path: string, ports: ToolchainPorts): Promise<InspectedPython | undefined> {
  const found = await askOnce(path, question, ports);
  if (found === undefined) return undefined;
  const [executable, version, platform] = found;
  return { executable, version, platform };
}
