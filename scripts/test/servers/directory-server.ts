import { mkdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { jarsOf } from "./jars.ts";
import { jdk } from "./jdk.ts";
import { freePort, type Server, startServer } from "./server.ts";

/** A directory that tells by LDAP who may log in: the one user whose password it knows. */
export interface Directory extends Server {
  /** The DN below which the user is, as `uid`. */
  readonly base: string;
}

const base = "dc=test";

export async function startDirectory(folder: string, user: string, password: string): Promise<Directory> {
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const command = [
    jdk(),
    "-Xmx64m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-cp",
    (await jarsOf("directory")).join(delimiter),
    join(import.meta.dirname, "Directory.java"),
    String(port),
    base,
    user,
    password,
  ];
  const server = await startServer(command, { port, log: join(folder, "server.log"), cwd: folder });
  return { ...server, base };
}
