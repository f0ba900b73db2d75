# What is traced for the code report is none of the script's own.
set -x
for n in 1 2; do echo "$n"; done
(exit 4)
