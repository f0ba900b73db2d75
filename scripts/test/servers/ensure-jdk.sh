#!/bin/sh
# Installs a Java 17 with its compiler, which Drill needs, where apt can.
set -eu
if ! command -v apt-get >/dev/null; then
  echo "The tests that start Drill need a JDK 17 or 21; please install one." >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
sudo=
[ "$(id -u)" = 0 ] || sudo="sudo -E"
$sudo apt-get -o DPkg::Lock::Timeout=200 -qq update >&2
$sudo apt-get -o DPkg::Lock::Timeout=200 -qq install -y --no-install-recommends openjdk-17-jdk-headless >&2
