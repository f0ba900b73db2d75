import { mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { jarsOf } from "./jars.ts";
import { jdk } from "./jdk.ts";
import { openPackages } from "./open-packages.ts";
import { freePort, type Server, startServer } from "./server.ts";

/** HiveServer2 with its metastore in Derby, and Tez in the same process. */
export async function startHiveServer(folder: string, hive: Readonly<Record<string, string>>): Promise<Server> {
  const java = jdk();
  const classPath = (await jarsOf("hive")).join(delimiter);
  mkdirSync(join(folder, "conf"), { recursive: true });
  const port = await freePort();
  writeFileSync(join(folder, "conf/hive-site.xml"), site({ ...settings(folder, port), ...hive }));
  const command = [
    java,
    "-Xmx768m",
    "-XX:+UseSerialGC",
    ...openPackages,
    `-Dderby.system.home=${folder}`,
    "-cp",
    [join(folder, "conf"), classPath].join(delimiter),
    "org.apache.hive.service.server.HiveServer2",
  ];
  return startServer(command, { port, log: join(folder, "server.log"), cwd: folder });
}

function settings(folder: string, port: number): Readonly<Record<string, string>> {
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
    "hive.execution.engine": "tez",
    "tez.local.mode": "true",
    "tez.local.mode.without.network": "true",
    "tez.runtime.optimize.local.fetch": "true",
    "tez.staging-dir": join(folder, "tez"),
    "hive.tez.container.size": "256",
    "hive.server2.thrift.port": String(port),
    "hive.server2.thrift.http.port": String(port),
    "hive.server2.thrift.bind.host": "127.0.0.1",
    "hive.server2.webui.port": "0",
    "hive.server2.enable.doAs": "false",
    "hive.server2.authentication": "NONE",
    "hive.security.authorization.enabled": "false",
    "hive.stats.autogather": "false",
    "hive.server2.tez.initialize.default.sessions": "false",
    "fs.defaultFS": "file:///",
    "mapreduce.framework.name": "local",
  };
}

function site(values: Readonly<Record<string, string>>): string {
  const properties = Object.entries(values).map(
    ([name, value]) => `  <property><name>${name}</name><value>${value}</value></property>`,
  );
  return `<configuration>\n${properties.join("\n")}\n</configuration>\n`;
}
