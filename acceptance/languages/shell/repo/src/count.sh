#!/usr/bin/env bash
wc -l < "$AMA_DATASET_FETCH_WORDS"
echo "$AMA_CONF_ERR_MSG, $AMA_PARAM_COUNTRY, $LC_ALL, stdin: $(cat | wc -c)"
node=$(command -v node) || node=
grep -c '"country":"nl"' "$AMA_ENV_FILE"
