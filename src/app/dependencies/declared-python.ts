import { wheelsIn } from "../../deps/python/local-wheels.ts";
import { readPythonYml } from "../../deps/python/read-python-yml.ts";
import { readRequirements } from "../../deps/python/read-requirements.ts";
import { mergeRequirements } from "../../deps/python/runtime-requirements.ts";
import { error } from "../../diagnostics/report.ts";
import type { PythonRequirements } from "../../model/python-packages.ts";
import { failed, ok, type Result, unlessErrors } from "../../model/result.ts";
import type { SourceFiles } from "../../model/source-files.ts";

/**
 * The Python packages that a folder of the repo asks for: `requirements.txt`, 0.2's `python.yml`, and the wheels that
 * lie in it. The folder is `deps` for the job, `src/<action>` for one action.
 */
export function readDeclaredPython(folder: string, files: SourceFiles): Result<PythonRequirements> {
  const requirements = `${folder}/requirements.txt`;
  const yml = ["python.yml", "python.yaml"].map((name) => `${folder}/${name}`).find(isFile);
  const read = [
    ...(isFile(requirements) ? [readRequirements(requirements, files)] : []),
    ...(yml === undefined ? [] : [readPythonYml(yml, new TextDecoder().decode(files.read(yml)), files)]),
    ...wheelsIn(folder, files).map(({ path, wheel }) =>
      wheel.ok ? ok({ requirements: [], wheels: [wheel.value] }) : failed(notAWheel(path, wheel.why)),
    ),
  ];
  const found = read.flatMap((one) => (one.ok ? [one.value] : []));
  return unlessErrors(
    mergeRequirements(...found),
    read.flatMap((one) => one.diagnostics),
  );

  function isFile(path: string): boolean {
    return files.kind(path) === "file";
  }
}

function notAWheel(path: string, why: string) {
  return error("AMA1540", `${path} cannot be installed: ${why}.`, {
    hint: "Wheels are called `name-version-python-abi-platform.whl`; give it the name that it was built with.",
  });
}
