sleep 1000 &
echo "$!" > "${TMPDIR:-/tmp}/ama-stays-behind"
