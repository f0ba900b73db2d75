echo "words=not/there.csv" >> "$AMA_EXPORTS"
