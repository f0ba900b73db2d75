import { describe, expect, test } from "vitest";
import { type Fixture, type FixtureAction, planned, told } from "./plan-fixture.ts";

const reading = (action: string, name: string): FixtureAction => ({
  source: `val x = AmaContext.getDataFrame("${action}", "${name}")`,
});
const start: FixtureAction = {
  source: 'val data = 1 to 1000\nval rdd = sc.parallelize(data)\nval odd = rdd.toDF("n")',
};

describe("hosts", () => {
  test("one for all whose settings fixed at start are equal", () => {
    const conf = { "spark.sql.shuffle.partitions": "400" };
    const plan = planned({ actions: { a: start, b: { source: "", conf }, c: {} } });
    expect(plan.hosts.map(({ id, kind }) => [id, kind])).toEqual([["spark-1", "spark"]]);
    expect(plan.actions.map(({ run }) => run.conf["spark.sql.shuffle.partitions"])).toEqual(["8", "400", "8"]);
  });

  test.each<[string, FixtureAction, string]>([
    [
      "a setting",
      { source: "", conf: { "spark.executor.cores": "4" } },
      "b differs in spark.executor.cores (4, not unset)",
    ],
    [
      "a static setting of SQL",
      { source: "", conf: { "spark.sql.warehouse.dir": "/w" } },
      "b differs in spark.sql.warehouse.dir (/w, not unset)",
    ],
    ["a variable", { source: "", envVars: { TZ: "UTC" } }, "b differs in TZ (UTC, not unset)"],
    [
      "the master",
      { source: "", master: "yarn" },
      "b differs in master (yarn, not local[2]), spark.ui.enabled (unset, not false)",
    ],
  ])("%s makes another one", (_, b, because) => {
    expect(planned({ actions: { a: start, b } }).hosts.map((host) => host.because)).toEqual([undefined, because]);
  });

  test("a number and its text are equal, and an action may have a master of its own", () => {
    const spark = { "spark.executor.cores": 4 };
    const same = planned({ spark, actions: { a: start, b: { source: "", conf: { "spark.executor.cores": "4" } } } });
    expect(same.hosts).toHaveLength(1);
    const other = planned({ actions: { a: start, b: { source: "", conf: { "spark.master": "local[4]" } } } });
    expect(other.hosts.map(({ master }) => master)).toEqual(["local[2]", "local[4]"]);
    expect(other.actions[1]?.run.env.master).toBe("local[4]");
  });

  test("defaults on a local master, each of which can be set", () => {
    const of = (fixture: Partial<Fixture>) => planned({ actions: { a: start }, ...fixture }).hosts[0]?.settings;
    expect(of({})).toEqual({ "spark.sql.catalogImplementation": "in-memory", "spark.ui.enabled": "false" });
    expect(of({ spark: { "spark.ui.enabled": true } })).toMatchObject({ "spark.ui.enabled": "true" });
    expect(of({ master: "yarn" })).toEqual({ "spark.sql.catalogImplementation": "in-memory" });
    expect(of({ environment: { sites: ["env/dev/hive-site.xml"] } })).toMatchObject({
      "spark.sql.catalogImplementation": "hive",
    });
  });

  test("partitions follow the threads of this machine", () => {
    const of = (master: string) =>
      planned({ master, options: { cores: 16 }, actions: { a: start } }).actions[0]?.run.conf;
    expect(of("local")).toEqual({ "spark.sql.shuffle.partitions": "8" });
    expect(of("local[*]")).toEqual({ "spark.sql.shuffle.partitions": "64" });
    expect(of("local[4, 2]")).toEqual({ "spark.sql.shuffle.partitions": "16" });
    expect(of("local-cluster[2,4,1024]")).toEqual({ "spark.sql.shuffle.partitions": "32" });
    expect(of("spark://host:7077")).toEqual({});
  });

  test("a master that Spark no longer has is an error, but only where it is used", () => {
    expect(told({ master: "mesos://zk://host:2181/mesos", actions: { a: start } })).toMatchInlineSnapshot(`
      [
        "error AMA1610 maki.yml:1:1 Spark has no master "mesos://zk://host:2181/mesos" any more. (Spark 4 cannot run on Mesos: use local[*], spark://host:7077, yarn or k8s://https://host:6443.)",
      ]
    `);
    expect(told({ master: "yarn-cluster", actions: { a: start } })).toMatchInlineSnapshot(`
      [
        "error AMA1610 maki.yml:1:1 Spark has no master "yarn-cluster" any more. (Write master: yarn, and spark.submit.deployMode: cluster.)",
      ]
    `);
    expect(told({ master: "mesos://host", actions: { a: { source: "", type: "python" } } })).toEqual([]);
  });

  test("a hand-over through a folder of one machine is told", () => {
    const environment = { workingDir: { value: "file:///shared", origin: { builtIn: "test" } } };
    expect(
      told({
        environment,
        master: "yarn",
        actions: { a: start, b: { ...reading("a", "odd"), master: "spark://h:7077" } },
      }),
    ).toMatchInlineSnapshot(`
      [
        "warning AMA1613 a hands datasets to b through file:///shared, which yarn may not see. (Set workingDir to a place that both reach, such as hdfs: or s3a:.)",
      ]
    `);
  });
});
