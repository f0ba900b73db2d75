cat "$AMA_DATASET_COUNT_TOP"/part-*
