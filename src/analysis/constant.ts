/** Stands for a part of a text that only running the code can tell. */
export const HOLE = "\u0000";

/** Whether a text is known in full, from the source alone. */
export function isConstant(text: string): boolean {
  return !text.includes(HOLE) && !text.includes("${env.");
}
