import type { Connection, ConnectionKind } from "../../model/environment.ts";
import type { Location } from "../../model/location.ts";
import { nearest } from "../../model/nearest.ts";
import type { Origin, Settings } from "../../model/setting.ts";
import type { Problems } from "../problems.ts";
import { placeOf } from "./draft.ts";

const words: Readonly<Record<string, readonly string[]>> = {
  transport: ["binary", "http"],
  auth: ["none", "nosasl", "plain", "ldap", "kerberos"],
  tls: ["true", "false"],
};

const urls: Readonly<Record<ConnectionKind, { readonly pattern: RegExp; readonly example: string }>> = {
  hive: { pattern: /^(?:jdbc:)?hive2:\/\/[^/;?#]+/, example: "hive2://host:10000/database" },
  drill: { pattern: /^https?:\/\/[^/]+/, example: "http://host:8047" },
};

/** A connection whose values are known, but for secrets; what cannot be meant is reported at its place. */
export function resolveConnection(kind: ConnectionKind, settings: Settings, problems: Problems): Connection {
  const origin: Origin = Object.values(settings)[0]?.origin ?? { builtIn: "default" };
  for (const [key, { value, origin: of }] of Object.entries(settings)) {
    if (typeof value === "string") checkText(kind, key, value, placeOf(of), problems);
  }
  if (settings["url"] === undefined && settings["host"] === undefined) {
    problems.error("AMA1214", `\`${kind}\` does not say where its server is.`, placeOf(origin), {
      hint: `Give it a \`url\`, such as ${urls[kind].example}.`,
    });
  }
  return { origin, settings };
}

function checkText(
  kind: ConnectionKind,
  key: string,
  text: string,
  at: Location | undefined,
  problems: Problems,
): void {
  const report = (message: string, hint: string) => problems.error("AMA1214", message, at, { hint });
  if (key === "url" && !urls[kind].pattern.test(text)) {
    report(`\`url\` of \`${kind}\` is no address of its server.`, `Write it like ${urls[kind].example}.`);
  } else if (key === "port" && !/^[1-9]\d{0,4}$/.test(text)) {
    report(`\`port\` of \`${kind}\` is no port: ${text}.`, "It is a number, such as 10000.");
  } else if (key === "auth" && text === "kerberos") {
    report("Kerberos is not supported in this version.", `It has: ${known("auth").join(", ")}.`);
  } else if (key in words && !known(key).includes(text)) {
    const near = nearest(text, known(key));
    const hint = near === undefined ? `It is one of: ${known(key).join(", ")}.` : `Did you mean \`${near}\`?`;
    report(`\`${text}\` is no value of \`${key}\`.`, hint);
  }
}

function known(key: string): readonly string[] {
  return (words[key] ?? []).filter((word) => word !== "kerberos");
}
