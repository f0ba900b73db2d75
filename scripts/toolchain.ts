import { execFileSync } from "node:child_process";
import { join } from "node:path";
import * as v from "valibot";

const schema = v.looseObject({
  spark: v.looseObject({ home: v.string(), version: v.string() }),
  java: v.looseObject({ home: v.string(), version: v.string() }),
  runtimeJar: v.string(),
  startupCache: v.nullable(v.string()),
});

/** Spark, Java and the runtime jar as `ama run` would use them; installed first where they are missing. */
export function toolchain(): v.InferOutput<typeof schema> {
  const ama = join(import.meta.dirname, "../ama");
  const said = execFileSync(ama, ["setup", "--format", "json"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  return v.parse(schema, JSON.parse(said));
}
