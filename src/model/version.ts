import manifest from "../../package.json" with { type: "json" };

/** This program's version, as `ama --version` prints it. */
export const version: string = manifest.version;
