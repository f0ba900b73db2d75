trap "" TERM
sleep 100
sleep 100
