import { HOLE, isConstant } from "../constant.ts";
import { lookUp, type Scope } from "../scope.ts";
import { callOf } from "./call.ts";
import { child, children, pathOf, type Tree, valueOf } from "./tree.ts";

/** The text that an expression gives; what the environment decides stands in it as `${env.…}`, the unknown as `HOLE`. */
export function textOf(tree: Tree | undefined, scope: Scope): string {
  switch (tree?.type) {
    case "Lit.String":
    case "Lit.Int":
    case "Lit.Long":
    case "Lit.Boolean":
    case "Lit.Char":
      return valueOf(tree);
    case "Term.Interpolate":
      return interpolated(tree, scope);
    case "Term.Block": {
      const [only, second] = children(tree, "stats");
      return second ? HOLE : textOf(only, scope);
    }
    case "Term.Name":
      return ofName(valueOf(tree), scope);
    case "Term.Select":
      return ofSelect(tree, scope);
    case "Term.Apply":
    case "Term.ApplyInfix":
      return ofCall(tree, scope);
    default:
      return HOLE;
  }
}

function ofName(name: string, scope: Scope): string {
  const binding = lookUp(scope, name);
  return binding?.is === "text" ? binding.text : HOLE;
}

function interpolated(tree: Tree, scope: Scope): string {
  const args = children(tree, "args");
  const parts = children(tree, "parts").map(valueOf);
  return parts.map((part, i) => (i === 0 ? part : textOf(args[i - 1], scope) + part)).join("");
}

const unchanged = new Set(["toString", "trim", "strip", "intern"]);

function ofSelect(tree: Tree, scope: Scope): string {
  const path = pathOf(tree);
  if (path) {
    const known = ofName(path.join("."), scope);
    if (known !== HOLE) return known;
    const inEnv = envPath(path, scope);
    if (inEnv?.length === 1) return `\${env.${inEnv[0]}}`;
  }
  const method = valueOf(child(tree, "name"));
  const of = child(tree, "qual");
  if (unchanged.has(method)) return textOf(of, scope);
  return method === "stripMargin" ? stripMargin(textOf(of, scope)) : HOLE;
}

function ofCall(tree: Tree, scope: Scope): string {
  const call = callOf(tree);
  if (!call) return HOLE;
  if (call.method === "+") return textOf(call.receiver, scope) + textOf(call.args[0]?.value, scope);
  const inEnv = envPath([...(pathOf(call.receiver) ?? [""]), call.method], scope);
  if (inEnv?.length === 1 && inEnv[0] === "configuration") return fromEnv("configuration", call.args[0]?.value, scope);
  if (inEnv?.length === 1 && inEnv[0] === "params") return fromEnv("params", call.args[0]?.value, scope);
  if (unchanged.has(call.method)) return textOf(call.receiver, scope);
  if (call.method === "format")
    return formatted(
      textOf(call.receiver, scope),
      call.args.map((arg) => textOf(arg.value, scope)),
    );
  return HOLE;
}

function fromEnv(part: string, key: Tree | undefined, scope: Scope): string {
  const name = textOf(key, scope);
  return isConstant(name) && name !== "" ? `\${env.${part}.${name}}` : HOLE;
}

/** What follows `env` or `AmaContext.env`; undefined where it is something else, or the user's own `env`. */
function envPath(path: readonly string[], scope: Scope): readonly string[] | undefined {
  const [first = "", second] = path;
  if (first === "env" && !lookUp(scope, "env")) return path.slice(1);
  const isContext = first === "AmaContext" ? !lookUp(scope, first) : lookUp(scope, first)?.is === "context";
  return isContext && second === "env" ? path.slice(2) : undefined;
}

function stripMargin(text: string): string {
  return text.replaceAll(/^[ \t]*\|/gm, "");
}

/** `"… %s".format(x)`; any other placeholder is unknown. */
function formatted(text: string, args: readonly string[]): string {
  let next = 0;
  return text.replaceAll(/%(?:s|d|%|[^\s]*?[a-zA-Z])/g, (place) => {
    if (place === "%%") return "%";
    const arg = args[next++] ?? HOLE;
    return place === "%s" || place === "%d" ? arg : HOLE;
  });
}
