#!/bin/sh
# Compiles the Spark host with Spark's own compiler: build.sh <folder for runtime.jar>. Reads SPARK_HOME and JAVA_HOME.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=$1
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
classes=$out/classes
rm -rf "$classes"
mkdir -p "$classes"
find "$here/src/main" -name '*.scala' > "$out/sources"
"$java" -Xss4m -cp "$SPARK_HOME/jars/*" scala.tools.nsc.Main -usejavacp "@$here/scalac.options" -d "$classes" "@$out/sources"
cp -R "$here/src/main/resources/." "$classes" 2>/dev/null || true
python3 - "$classes" "$out/runtime.jar" <<'PY'
import os, sys, zipfile
root, jar = sys.argv[1:]
with zipfile.ZipFile(jar, "w", zipfile.ZIP_DEFLATED) as z:
    for folder, _, names in sorted(os.walk(root)):
        for name in sorted(names):
            path = os.path.join(folder, name)
            z.writestr(zipfile.ZipInfo(os.path.relpath(path, root)), open(path, "rb").read())
PY
