import { isAbsolute, join } from "node:path";
import { isSecretText, type SettingValue } from "../model/setting.ts";
import { isLocal, type SparkConf } from "./spark-settings.ts";

/** `s3a` of `s3a://bucket/x`; undefined for a path without one. A single letter is a drive. */
export function schemeOf(path: string): string | undefined {
  return /^([a-zA-Z][\w+.-]+):/.exec(path)?.[1]?.toLowerCase();
}

/**
 * A root path as actions see it. On a local master a path without a scheme is one of this machine, made absolute and
 * left plain, as actions hand it to Spark and to `java.io` alike; elsewhere it is the default file system's affair.
 */
export function resolveRoot(path: SettingValue, master: string, conf: SparkConf, base: string): SettingValue {
  if (!isLocal(master) || isElsewhere(conf["spark.hadoop.fs.defaultFS"])) return path;
  if (typeof path === "string") return isRelative(path) ? withoutEnd(join(base, path)) : path;
  // Of a path that ends with something secret its beginning says whether it is relative.
  const [first, ...rest] = isSecretText(path) ? path.$secret : [];
  return typeof first === "string" && isRelative(first) ? { $secret: [join(base, first), ...rest] } : path;
}

function isRelative(path: string): boolean {
  return path !== "" && schemeOf(path) === undefined && !isAbsolute(path);
}

function withoutEnd(path: string): string {
  return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
}

function isElsewhere(defaultFs: SettingValue | undefined): boolean {
  return typeof defaultFs === "string" && schemeOf(defaultFs) !== "file";
}

/** Whether a path is on the disk of the one machine that uses it. */
export function isLocalPath(path: SettingValue, master: string): boolean {
  if (typeof path !== "string") return false;
  const scheme = schemeOf(path);
  return scheme === "file" || (scheme === undefined && isLocal(master));
}

/** A path in one form, to be compared: without `file:`, doubled and closing slashes. */
export function comparablePath(path: string): string {
  const plain = path.replace(/^file:(?:\/\/)?(?=\/)/, "");
  const [scheme = "", rest = plain] = /^([\w+.-]+:\/\/)(.*)$/.exec(plain)?.slice(1) ?? [];
  return scheme + rest.replaceAll(/\/{2,}/g, "/").replace(/\/$/, "");
}
