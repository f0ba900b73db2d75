# For cases of acceptance/guide: `page=docs/guide/python.md; . "$AMA_ROOT/scripts/docs/page.sh"` lays the files of the page over
# the case's own, which are what the page takes for granted, and lets its `ama` be this one.
set -e
PATH="$AMA_ROOT:$PATH"
node "$AMA_ROOT/scripts/docs/extract.ts" "$page"
# Pages show of a maki.yml what they speak of.
if [ -f maki.yml ] && ! grep -q '^job-name:' maki.yml; then
  { echo "job-name: guide"; cat maki.yml; } > maki.whole && mv maki.whole maki.yml
fi
[ ! -f maki-more.yml ] || { cat maki-more.yml >> maki.yml && rm maki-more.yml; }
