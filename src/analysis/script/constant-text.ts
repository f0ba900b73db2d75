import { HOLE, isConstant } from "../constant.ts";
import { lookUp, type Scope } from "../scope.ts";
import { argument, type Code, methodOf } from "./code.ts";
import { isContext } from "./context.ts";
import type { Dialect } from "./dialect.ts";

/** The text that code gives; what the environment decides stands in it as `${env.…}`, the unknown as `HOLE`. */
export function textOf(code: Code | undefined, scope: Scope, dialect: Dialect): string {
  const text = (part: Code | undefined) => textOf(part, scope, dialect);
  switch (code?.is) {
    case "text":
      return code.text;
    case "joined":
      return code.parts.map(text).join("");
    case "name": {
      const binding = lookUp(scope, code.name);
      return binding?.is === "text" ? binding.text : setting(code, scope, dialect);
    }
    case "member":
    case "item":
      return setting(code, scope, dialect);
    case "operation":
      return dialect.operationText(code.operator, text(code.left), text(code.right)) ?? HOLE;
    case "call": {
      const known = setting(code, scope, dialect);
      return known === HOLE ? (dialect.callText(code, text) ?? HOLE) : known;
    }
    case "parts":
      return code.parts.length === 1 ? text(code.parts[0]) : HOLE;
    default:
      return HOLE;
  }
}

function setting(code: Code, scope: Scope, dialect: Dialect): string {
  const path = envPath(code, scope, dialect);
  if (!path || path.length === 0 || (path.length === 1 && (path[0] === "configuration" || path[0] === "params")))
    return HOLE;
  return `\${env.${path.join(".")}}`;
}

/** The snake_case names of what `env` has. */
const env: Readonly<Record<string, string>> = {
  input_root_path: "inputRootPath",
  output_root_path: "outputRootPath",
  working_dir: "workingDir",
};

/** What is taken of `env`: `["configuration", "key"]`. Undefined where it is something else, or the user's own `env`. */
export function envPath(code: Code, scope: Scope, dialect: Dialect): readonly string[] | undefined {
  switch (code.is) {
    case "name": {
      const binding = lookUp(scope, code.name);
      if (binding) return binding.is === "env" ? binding.path : undefined;
      return code.name === "env" ? [] : undefined;
    }
    case "member": {
      if (code.name === "env" && isContext(code.of, scope)) return [];
      const before = envPath(code.of, scope, dialect);
      return before && [...before, env[code.name] ?? code.name];
    }
    case "item":
      return withKey(code.of, code.key, scope, dialect);
    case "call": {
      const { method, receiver } = methodOf(code);
      return method === "get" && receiver ? withKey(receiver, argument(code, 0), scope, dialect) : undefined;
    }
    default:
      return undefined;
  }
}

function withKey(of: Code, key: Code | undefined, scope: Scope, dialect: Dialect): readonly string[] | undefined {
  const before = envPath(of, scope, dialect);
  if (!before) return undefined;
  const name = textOf(key, scope, dialect);
  return name !== "" && isConstant(name) ? [...before, name] : undefined;
}
