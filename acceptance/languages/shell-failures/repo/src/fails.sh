echo before
sh -c "exit 3"
echo never
