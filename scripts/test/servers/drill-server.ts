import { mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { jarsOf } from "./jars.ts";
import { jdk } from "./jdk.ts";
import { openPackages } from "./open-packages.ts";
import { freePort, type Server, startServer } from "./server.ts";

/** Apache Drill: ZooKeeper and one Drillbit, on loopback. */
export async function startDrill(folder: string): Promise<Server> {
  const java = jdk();
  const classPath = (await jarsOf("drill")).join(delimiter);
  for (const part of ["conf", "zookeeper", "store", "udf", "tmp"]) mkdirSync(join(folder, part), { recursive: true });
  const [zookeeperPort, port, userPort, bitPort] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const zookeeper = await startServer(
    [
      java,
      "-Xmx128m",
      "-Dzookeeper.admin.enableServer=false",
      "-cp",
      classPath,
      "org.apache.zookeeper.server.ZooKeeperServerMain",
      zookeeperConfiguration(folder, zookeeperPort),
    ],
    { port: zookeeperPort, log: join(folder, "zookeeper.log"), cwd: folder },
  );
  writeFileSync(
    join(folder, "conf/drill-override.conf"),
    configuration({ folder, zookeeperPort, port, userPort, bitPort }),
  );
  writeFileSync(join(folder, "conf/logback.xml"), '<configuration><root level="WARN"/></configuration>');
  const command = [
    java,
    "-Xmx640m",
    "-XX:MaxDirectMemorySize=1g",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "-Dlog.path=drillbit.log",
    "-Dlog.query.path=queries.json",
    ...openPackages,
    "-cp",
    [join(folder, "conf"), classPath].join(delimiter),
    "org.apache.drill.exec.server.Drillbit",
  ];
  const env = { DRILL_HOST_NAME: "127.0.0.1" };
  try {
    const drill = await startServer(command, { port, log: join(folder, "drill.log"), cwd: folder, env });
    const stop = async () => {
      const lost = await drill.stop();
      return (await zookeeper.stop()) ?? lost;
    };
    return { port, stop };
  } catch (problem) {
    await zookeeper.stop();
    throw problem;
  }
}

function zookeeperConfiguration(folder: string, port: number): string {
  const file = join(folder, "conf/zookeeper.cfg");
  const lines = [`dataDir=${join(folder, "zookeeper")}`, `clientPort=${port}`, "clientPortAddress=127.0.0.1"];
  writeFileSync(file, `${lines.join("\n")}\n`);
  return file;
}

interface Ports {
  readonly folder: string;
  readonly zookeeperPort: number;
  readonly port: number;
  readonly userPort: number;
  readonly bitPort: number;
}

function configuration({ folder, zookeeperPort, port, userPort, bitPort }: Ports): string {
  return `drill.exec: {
  cluster-id: "tests",
  zk.connect: "127.0.0.1:${zookeeperPort}",
  http: {enabled: true, bind_addr: "127.0.0.1", port: ${port}, jetty: {server: {acceptors: 1, selectors: 2}}},
  rpc: {bind_addr: "127.0.0.1", user.server.port: ${userPort}, bit.server.port: ${bitPort}},
  allow_loopback_address_binding: true,
  sys.store.provider: {
    class: "org.apache.drill.exec.store.sys.store.provider.LocalPersistentStoreProvider",
    local: {path: "${join(folder, "store")}", write: true}
  },
  udf.directory.root: "${join(folder, "udf")}",
  tmp.directories: ["${join(folder, "tmp")}"]
}
`;
}
