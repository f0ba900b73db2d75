import { accessSync, constants } from "node:fs";
import { error } from "../diagnostics/report.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { proxiesOf } from "./http.ts";
import type { IndexSettings } from "./pip-config.ts";

/** The first of the settings by which packages are reached that cannot work as it is written. */
export function checkPipConfig(
  settings: IndexSettings,
  env: Readonly<Record<string, string | undefined>>,
): Diagnostic | undefined {
  const index = settings.indexes.find((url) => !isUrl(url, ["http:", "https:", "file:"]));
  if (index !== undefined)
    return error("AMA1715", `pip's index ${index} is no URL.`, {
      hint: "Correct index-url and extra-index-url in pip.conf, or PIP_INDEX_URL and PIP_EXTRA_INDEX_URL.",
    });
  const { HTTP_PROXY, HTTPS_PROXY } = proxiesOf(settings, env);
  if ([HTTP_PROXY, HTTPS_PROXY].some((url) => url && !isUrl(url, ["http:", "https:"])))
    return error("AMA1715", "The proxy is no URL.", {
      hint: "Correct HTTPS_PROXY and HTTP_PROXY, or pip's setting `proxy`: http://host:port.",
    });
  if (settings.certificates !== undefined && !isReadable(settings.certificates))
    return error("AMA1715", `The file of certificates ${settings.certificates} cannot be read.`, {
      hint: "Correct SSL_CERT_FILE, or pip's setting `cert`.",
    });
  return undefined;
}

function isUrl(text: string, protocols: readonly string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol);
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
