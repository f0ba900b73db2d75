words() {
  echo word
  for i in $(seq 1 "$1"); do echo "word-$i"; done
}
