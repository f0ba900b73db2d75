#!/bin/sh
# Installs R with what tests of the R worker and of R packages need, where it is missing and apt can.
set -eu
has_r() {
  command -v Rscript >/dev/null && Rscript -e 'for (package in c("jsonlite", "reticulate")) loadNamespace(package)' >/dev/null 2>&1
}
has_r && exit 0
if ! command -v apt-get >/dev/null; then
  echo "The tests that start R need it with the packages jsonlite and reticulate; please install them." >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
sudo=
[ "$(id -u)" = 0 ] || sudo="sudo -E"
$sudo apt-get -o DPkg::Lock::Timeout=200 -qq update >&2
$sudo apt-get -o DPkg::Lock::Timeout=200 -qq install -y --no-install-recommends r-base-core r-cran-jsonlite r-cran-reticulate >&2
has_r
