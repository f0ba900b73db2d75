import { mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Directory } from "./directory-server.ts";
import { jarsOf } from "./jars.ts";
import { jdk } from "./jdk.ts";
import { openPackages } from "./open-packages.ts";
import { freePort, type Server, startServer } from "./server.ts";

/** HiveServer2's ports, all on loopback: `port` is that of its binary protocol. */
export interface HiveServer extends Server {
  readonly httpPort: number;
  /** Of its page, which lists queries: `/api/v1/queries/historical`. */
  readonly webPort: number;
}

/** HiveServer2 with its metastore in Derby, and Tez in the same process. It asks the directory who may log in. */
export async function startHiveServer(folder: string, directory: Directory): Promise<HiveServer> {
  const java = jdk();
  const classPath = (await jarsOf("hive")).join(delimiter);
  mkdirSync(join(folder, "conf"), { recursive: true });
  const ports = { port: await freePort(), httpPort: await freePort(), webPort: await freePort() };
  const properties = { ...places(folder), ...execution(folder), ...services(ports), ...authentication(directory) };
  writeFileSync(join(folder, "conf/hive-site.xml"), site(properties));
  const command = [
    java,
    "-Xmx768m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    ...openPackages,
    `-Dderby.system.home=${folder}`,
    `-Dhive.log.dir=${folder}`,
    "-cp",
    [join(folder, "conf"), classPath].join(delimiter),
    join(import.meta.dirname, "LoopbackHiveServer.java"),
  ];
  // Its page comes last.
  const server = await startServer(command, { port: ports.webPort, log: join(folder, "server.log"), cwd: folder });
  return { ...server, ...ports };
}

function places(folder: string): Readonly<Record<string, string>> {
  return {
    "javax.jdo.option.ConnectionURL": `jdbc:derby:;databaseName=${join(folder, "metastore")};create=true`,
    "javax.jdo.option.ConnectionDriverName": "org.apache.derby.jdbc.EmbeddedDriver",
    "datanucleus.schema.autoCreateAll": "true",
    "hive.metastore.schema.verification": "false",
    "metastore.metastore.event.db.notification.api.auth": "false",
    "hive.metastore.event.db.notification.api.auth": "false",
    "hive.metastore.warehouse.dir": join(folder, "warehouse"),
    "hive.exec.scratchdir": join(folder, "scratch"),
    "hive.exec.local.scratchdir": join(folder, "local-scratch"),
    "hive.server2.logging.operation.log.location": join(folder, "operations"),
    "fs.defaultFS": "file:///",
  };
}

function execution(folder: string): Readonly<Record<string, string>> {
  return {
    "hive.execution.engine": "tez",
    "tez.local.mode": "true",
    "tez.local.mode.without.network": "true",
    "tez.runtime.optimize.local.fetch": "true",
    "tez.staging-dir": join(folder, "tez"),
    "hive.tez.container.size": "256",
    "hive.server2.tez.initialize.default.sessions": "false",
    "hive.stats.autogather": "false",
    "mapreduce.framework.name": "local",
  };
}

function services({ port, httpPort, webPort }: Ports): Readonly<Record<string, string>> {
  return {
    "hive.server2.transport.mode": "all",
    "hive.server2.thrift.bind.host": "127.0.0.1",
    "hive.server2.thrift.port": String(port),
    "hive.server2.thrift.http.port": String(httpPort),
    "hive.server2.webui.host": "127.0.0.1",
    "hive.server2.webui.port": String(webPort),
  };
}

function authentication({ port, base }: Directory): Readonly<Record<string, string>> {
  return {
    "hive.server2.authentication": "LDAP",
    "hive.server2.authentication.ldap.url": `ldap://127.0.0.1:${port}`,
    "hive.server2.authentication.ldap.baseDN": base,
    "hive.server2.authentication.ldap.guidKey": "uid",
    "hive.server2.enable.doAs": "false",
    "hive.security.authorization.enabled": "false",
  };
}

type Ports = Pick<HiveServer, "port" | "httpPort" | "webPort">;

function site(values: Readonly<Record<string, string>>): string {
  const properties = Object.entries(values).map(
    ([name, value]) => `  <property><name>${name}</name><value>${value}</value></property>`,
  );
  return `<configuration>\n${properties.join("\n")}\n</configuration>\n`;
}
