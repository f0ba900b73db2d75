# The late routes as one CSV file with a checksum, for those who mail such things.
mkdir -p "$AMA_OUTPUT_ROOT_PATH"
files=$(find "$AMA_DATASET_OUTLIERS_LATE" -name 'part-*' | wc -l)
echo "$files file(s) of late routes"
tar -C "$AMA_DATASET_OUTLIERS_LATE" -czf "$AMA_OUTPUT_ROOT_PATH/late.tar.gz" .
sha256sum < "$AMA_OUTPUT_ROOT_PATH/late.tar.gz" | cut -d' ' -f1 > "$AMA_OUTPUT_ROOT_PATH/late.sha256"
printf 'file,bytes\nlate.tar.gz,%s\n' "$(wc -c < "$AMA_OUTPUT_ROOT_PATH/late.tar.gz")" > "$AMA_OUTPUT_ROOT_PATH/archive.csv"
echo "archive=$AMA_OUTPUT_ROOT_PATH/archive.csv" >> "$AMA_EXPORTS"
