# Processes and their children.

with_descendants <- function(pid) {
  all <- process_table()
  found <- pid
  repeat {
    more <- setdiff(all$pid[all$parent %in% found], found)
    if (length(more) == 0L) return(found)
    found <- c(found, more)
  }
}

process_table <- function() {
  if (file.exists("/proc/self/stat")) return(process_table_of_proc())
  lines <- strsplit(trimws(system2("ps", c("-A", "-o", "pid=,ppid="), stdout = TRUE)), " +")
  data.frame(pid = vapply(lines, function(line) as.integer(line[[1]]), 1L),
             parent = vapply(lines, function(line) as.integer(line[[2]]), 1L))
}

# The program's name stands in parentheses and may hold any character, so what counts is what follows the last one.
process_table_of_proc <- function() {
  pids <- list.files("/proc", pattern = "^[0-9]+$")
  parents <- vapply(pids, function(pid) {
    stat <- tryCatch(suppressWarnings(readLines(file.path("/proc", pid, "stat"))), error = function(condition) "")
    as.integer(sub("^[0-9]+ \\(.*\\) . ([0-9]+) .*$", "\\1", paste(stat, collapse = " ")))
  }, 1L)
  data.frame(pid = as.integer(pids), parent = parents)
}
