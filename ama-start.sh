#!/bin/sh
# The start command of version 0.1, with its arguments: --repo= --env= --report= --branch= (-r -e -p -b) --name= --job-id=
program=$0
while [ -L "$program" ]; do
  target=$(readlink "$program")
  case $target in /*) program=$target ;; *) program=$(dirname -- "$program")/$target ;; esac
done
exec "$(dirname -- "$program")/ama" start "$@"
