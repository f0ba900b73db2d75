#!/bin/sh
# Installs Debian's Ruby where there is none, for the tests of a runner in a language that Amaterasu does not know.
set -eu
command -v ruby >/dev/null && exit
[ -n "$(find /var/lib/apt/lists -name '*_Packages*' -print -quit 2>/dev/null)" ] || apt-get -o DPkg::Lock::Timeout=200 update
exec apt-get -o DPkg::Lock::Timeout=200 install -y --no-install-recommends ruby
