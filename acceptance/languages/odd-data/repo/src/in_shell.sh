ls "$AMA_DATASET_MAKE_ODD"/*.parquet > /dev/null
echo "odd=$AMA_DATASET_MAKE_ODD" >> "$AMA_EXPORTS"
echo "empty=$AMA_DATASET_MAKE_EMPTY" >> "$AMA_EXPORTS"
echo "columnless=$AMA_DATASET_MAKE_COLUMNLESS" >> "$AMA_EXPORTS"
