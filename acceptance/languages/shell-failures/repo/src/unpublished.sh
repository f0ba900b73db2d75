echo "other=x.csv" > /dev/null
