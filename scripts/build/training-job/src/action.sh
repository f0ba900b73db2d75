echo "one line"
