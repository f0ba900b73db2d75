const packages =
  "lang lang.invoke lang.reflect io net nio util util.concurrent util.concurrent.atomic util.regex util.zip time math text security";

/** What Spark, Hive and Drill reach into of Java's own classes. */
export const openPackages: readonly string[] = [
  ...packages.split(" ").map((name) => `java.base/java.${name}`),
  "java.base/sun.nio.ch",
  "java.base/jdk.internal.ref",
  "java.security.jgss/sun.security.krb5",
  "java.sql/java.sql",
].map((name) => `--add-opens=${name}=ALL-UNNAMED`);
