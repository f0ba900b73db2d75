cat "$AMA_DATASET_MAKE_ODD"/*.csv
printf 'code,amount\n7,1.5\n"say ""hi""",2\n' > words.csv
echo "odd=words.csv" >> "$AMA_EXPORTS"
