/** The spelling by which indexes know a project: `Python_DateUtil` is `python-dateutil`. */
export function normalName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, "-");
}

export interface WheelName {
  readonly name: string;
  readonly version: string;
}

/** What the file name of a wheel says; undefined where it is none that can be installed. */
export function readWheelName(file: string): WheelName | undefined {
  const parts = /^([A-Za-z0-9._]+)-([A-Za-z0-9.!+_]+)(?:-\d[^-]*)?-[^-]+-[^-]+-[^-]+\.whl$/.exec(file);
  const [, name, version] = parts ?? [];
  return name === undefined || version === undefined ? undefined : { name: normalName(name), version };
}
