#!/bin/sh
# All tests, from a fresh clone: the launcher installs the pinned Node, npm the development tools, then the suites run.
set -eu
cd "$(dirname "$0")/.."
./ama --version >/dev/null
[ -x node_modules/.bin/vitest ] || npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
exec node_modules/.bin/node scripts/test.ts "$@"
