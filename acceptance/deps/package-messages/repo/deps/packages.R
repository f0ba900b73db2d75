jsonlite@1.8.0
dplyr
remotes::install_github("tidyverse/dplyr")
jsonlite@1.9.0
source("more.R")
