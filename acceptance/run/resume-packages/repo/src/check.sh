test -e missing
