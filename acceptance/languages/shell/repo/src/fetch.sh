# A source of words.
. "$(dirname "$0")/lib/words.sh"

mkdir -p "$AMA_OUTPUT_ROOT_PATH"
words "$AMA_CONF_LIMIT" > "$AMA_OUTPUT_ROOT_PATH/words.csv"; echo "$# arguments: $*"
echo "words=$AMA_OUTPUT_ROOT_PATH/words.csv" >> "$AMA_EXPORTS"
for i in 1 2; do
  echo "round $i"
done
printf 'no newline at the end'
