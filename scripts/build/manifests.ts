import * as v from "valibot";

const manifestSchema = v.looseObject({
  name: v.string(),
  version: v.string(),
  optionalDependencies: v.record(v.string(), v.string()),
});
const lockSchema = v.looseObject({
  lockfileVersion: v.number(),
  packages: v.record(v.string(), v.looseObject({})),
});

/**
 * package.json and package-lock.json of a release: its libraries are bundled, so only the pinned Node is left to
 * install, and that only where the machine has none that is new enough.
 */
export function manifests(packageJson: string, packageLock: string): { manifest: string; lock: string } {
  const {
    devDependencies: _dev,
    dependencies: _libraries,
    scripts: _scripts,
    ...kept
  } = v.parse(manifestSchema, JSON.parse(packageJson));
  const lock = v.parse(lockSchema, JSON.parse(packageLock));
  const { name, version, optionalDependencies } = kept;
  const packages = Object.fromEntries(
    Object.keys(optionalDependencies).map((dependency) => [
      `node_modules/${dependency}`,
      lock.packages[`node_modules/${dependency}`],
    ]),
  );
  return {
    manifest: json({ ...kept, files: ["dist", "ide", "runtimes", "protocol", "ama", "ama-start.sh"] }),
    lock: json({
      name,
      version,
      lockfileVersion: lock.lockfileVersion,
      requires: true,
      packages: { "": { name, version, optionalDependencies }, ...packages },
    }),
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
