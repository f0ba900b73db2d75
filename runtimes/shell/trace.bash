# Read by bash before the script of an action (BASH_ENV): tells on descriptor 3 the line of each command of the script's
# top level before it runs, functions and subshells left out, and with a "!" that of one that has failed. After a
# thousand it stops, so that loops stay fast.
unset BASH_ENV
if [ -n "${AMA_USERS_BASH_ENV-}" ]; then
  export BASH_ENV=$AMA_USERS_BASH_ENV
  unset AMA_USERS_BASH_ENV
  . "$BASH_ENV"
fi
trap '{ echo "!$LINENO" >&3; } 2>/dev/null' ERR
__ama_traces_left=1000
trap '{ ((__ama_traces_left-- > 0)) && echo "$LINENO" >&3; } 2>/dev/null || trap - DEBUG' DEBUG
