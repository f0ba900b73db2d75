import { type SqlToken, wordAt } from "../sql-tokens.ts";

/** A path in a statement. */
export interface SqlPath {
  readonly path: string;
  readonly access: "read" | "write";
  readonly token: SqlToken;
}

const tableFunctions =
  /^(?:read_(?:csv|parquet|json|ndjson|text|blob|xlsx|files|json_objects|ndjson_objects)(?:_auto)?|parquet_(?:scan|metadata|schema)|sniff_csv|glob|iceberg_scan|delta_scan)$/;

/** The paths that a statement names: files it reads by a function or a name, locations, where it copies to. */
export function sqlPaths(tokens: readonly SqlToken[]): SqlPath[] {
  const makesFiles = tokens.some((_, at) => wordAt(tokens, at) === "select");
  const ofFunctions = inTableFunctions(tokens);
  return tokens.flatMap((token, at): SqlPath[] => {
    if (ofFunctions.has(token)) return [{ path: token.literal?.value ?? "", access: "read", token }];
    const access = token.literal ? accessAt(tokens, at, makesFiles) : undefined;
    return token.literal && access ? [{ path: token.literal.value, access, token }] : [];
  });
}

function accessAt(tokens: readonly SqlToken[], at: number, makesFiles: boolean): SqlPath["access"] | undefined {
  const [before, twoBefore] = [wordAt(tokens, at - 1), wordAt(tokens, at - 2)];
  const first = wordAt(tokens, 0);
  switch (before) {
    case "location":
      return makesFiles ? "write" : "read";
    case "directory":
      return "write";
    case "inpath":
      return "read";
    case "to":
      return first === "copy" ? "write" : undefined;
    case "database":
      return first === "export" ? "write" : first === "import" ? "read" : undefined;
    case "from":
    case "join":
      return tokens[at]?.literal?.double === true || twoBefore === "both" ? undefined : "read";
    case "path":
      return wordAt(tokens, 0) === "insert" ? "write" : "read";
    case "=":
      return twoBefore === "path" ? "read" : undefined;
    case "'":
      return tokens[at - 1]?.literal?.value.toLowerCase() === "path"
        ? first === "insert"
          ? "write"
          : "read"
        : undefined;
    default:
      return undefined;
  }
}

/** The texts in `read_csv('a')`, `read_parquet(['a', 'b'], …)`: the first argument, and what its list holds. */
function inTableFunctions(tokens: readonly SqlToken[]): Set<SqlToken> {
  const found = new Set<SqlToken>();
  for (const at of tokens.keys()) {
    if (wordAt(tokens, at + 1) !== "(" || !tableFunctions.test(wordAt(tokens, at))) continue;
    let next = at + 2;
    const isList = wordAt(tokens, next) === "[";
    if (isList) next++;
    for (let token = tokens[next]; token?.literal; token = tokens[next]) {
      found.add(token);
      next += isList && wordAt(tokens, next + 1) === "," ? 2 : 1;
    }
  }
  return found;
}
