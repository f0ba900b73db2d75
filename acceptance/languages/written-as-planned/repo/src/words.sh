mkdir -p "$AMA_OUTPUT_ROOT_PATH"
cat "$AMA_DATASET_SUMS_TOTALS"/*.csv > "$AMA_OUTPUT_ROOT_PATH/words.csv"
echo "words=$AMA_OUTPUT_ROOT_PATH/words.csv" >> "$AMA_EXPORTS"
