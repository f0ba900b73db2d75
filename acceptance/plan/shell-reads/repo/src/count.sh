# $AMA_DATASET_START_RDD would be another one.
find "$AMA_DATASET_START_ODD" -name '*.parquet' > "$AMA_WORKING_DIR/files"
echo "clean=$AMA_WORKING_DIR/files" >> "$AMA_EXPORTS"
