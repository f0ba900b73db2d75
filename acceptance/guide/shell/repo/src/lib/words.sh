words() {
  echo word
  for n in $(seq "$1"); do echo "word $n"; done
}
