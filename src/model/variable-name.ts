/** A name as a part of an environment variable's: `err-msg` is `ERR_MSG`, `highNoDf` is `HIGHNODF`. */
export function variableName(...parts: readonly string[]): string {
  return parts.map((part) => part.toUpperCase().replaceAll(/[^A-Z0-9]+/g, "_")).join("_");
}

/** The variable that tells a shell action where a dataset lies: `AMA_DATASET_START_ODD`. */
export function datasetVariable(action: string, name: string): string {
  return `AMA_DATASET_${variableName(action, name)}`;
}
