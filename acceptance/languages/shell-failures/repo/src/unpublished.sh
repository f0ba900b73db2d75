true
[ -n "${WORDS:-}" ] && echo "words=$WORDS" >> "$AMA_EXPORTS"
exit 0
