import { nearest } from "../../model/nearest.ts";
import { sparkKeys } from "./spark-keys.ts";

/** Settings whose last parts are the user's own names. */
const ownNames =
  /^spark\.(hadoop|executorEnv|yarn\.appMasterEnv|kubernetes\.driverEnv|sql\.catalog|metrics\.conf|app|amaterasu)\./;

/** Kept, since each action with an environment of its own asks again. */
const slips = new Map<string, string | undefined>();

/**
 * Spark's setting that an unknown one was most likely meant to be; undefined for those that Spark knows, and for all
 * that are more than two letters away, since libraries have settings of their own.
 */
export function sparkSettingSlip(key: string): string | undefined {
  if (sparkKeys().has(key) || ownNames.test(key)) return undefined;
  if (!slips.has(key)) slips.set(key, nearest(key, sparkKeys(), 2));
  return slips.get(key);
}
