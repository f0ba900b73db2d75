import type { Code } from "./code.ts";
import type { Dialect } from "./dialect.ts";

/** Whether code certainly gives no dataset: a number, a text, a comparison, a function. */
export function isPlain(code: Code, dialect: Dialect): boolean {
  switch (code.is) {
    case "text":
    case "joined":
    case "function":
      return true;
    case "operation":
      return isPlain(code.left, dialect) && isPlain(code.right, dialect);
    case "call":
      return dialect.isPlainCall(code);
    case "parts":
      return code.plain === true || (code.parts.length === 1 && code.parts.every((part) => isPlain(part, dialect)));
    default:
      return false;
  }
}
