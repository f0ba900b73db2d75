#!/bin/sh
# Runs a command with its standard streams on the pipes of a folder, and leaves its exit code there. The files that the
# worker has open are closed first: a pipe or socket has ended only when nobody holds it any more.
pipes=$1
shift
exec 2>/dev/null 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-
# R's own temporary folder goes with the pipes, also when R is killed.
TMPDIR=$pipes/tmp
export TMPDIR
mkdir "$TMPDIR"
# In the background and waited for, so that a signal to the group leaves the exit code to be told.
"$@" </dev/null >"$pipes/stdout" 2>"$pipes/stderr" &
wait $!
echo $? >"$pipes/status.new"
mv "$pipes/status.new" "$pipes/status"
