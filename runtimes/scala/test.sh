#!/bin/sh
# Builds the Spark host and its tests and runs them: test.sh [part of a test's name]. Reads SPARK_HOME and JAVA_HOME.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
sh "$here/build.sh" "$out"
mkdir "$out/test-classes" "$out/shared" "$out/tmp"
find "$here/src/test" -name '*.scala' > "$out/test-sources"
"$java" -Xss4m -cp "$SPARK_HOME/jars/*" scala.tools.nsc.Main -usejavacp -deprecation -feature -d "$out/test-classes" \
  -cp "$out/runtime.jar" "@$out/test-sources"
opens=""
for package in lang lang.invoke lang.reflect io net nio util util.concurrent util.concurrent.atomic; do
  opens="$opens --add-opens=java.base/java.$package=ALL-UNNAMED"
done
for package in sun.nio.ch sun.nio.cs sun.util.calendar jdk.internal.ref; do
  opens="$opens --add-opens=java.base/$package=ALL-UNNAMED"
done
# The option is not known to every supported Java.
"$java" $opens -XX:+IgnoreUnrecognizedVMOptions --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  -Djava.io.tmpdir="$out/tmp" -Dama.runtime.jar="$out/runtime.jar" -Dama.test.sources="$here/src/test" -Dama.test.shared="$out/shared" \
  -cp "$out/runtime.jar:$out/test-classes:$SPARK_HOME/jars/*:$out/shared" amaterasu.host.AllTests "$@"
