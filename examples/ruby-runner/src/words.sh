# The words of the licence, one a line, as a dataset with one column.
mkdir -p "$AMA_OUTPUT_ROOT_PATH"
(echo word; tr -cs '[:alpha:]' '\n' < ../../LICENSE | tr '[:upper:]' '[:lower:]' | grep .) > "$AMA_OUTPUT_ROOT_PATH/words.csv"
echo "words=$AMA_OUTPUT_ROOT_PATH/words.csv" >> "$AMA_EXPORTS"
