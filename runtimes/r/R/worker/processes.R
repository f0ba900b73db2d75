# Processes and their children.

with_descendants <- function(pid, all = process_table(process_ids())) {
  found <- pid
  repeat {
    more <- setdiff(all$pid[all$parent %in% found], found)
    if (length(more) == 0L) return(found)
    found <- c(found, more)
  }
}

has_proc <- function() file.exists("/proc/self/stat")

process_ids <- function() {
  if (!has_proc()) return(processes_by_ps()$pid)
  names <- suppressWarnings(as.integer(list.files("/proc")))
  names[!is.na(names)]
}

# Each of these processes with its parent.
process_table <- function(pids) {
  if (!has_proc()) {
    all <- processes_by_ps()
    return(all[all$pid %in% pids, ])
  }
  data.frame(pid = pids, parent = vapply(pids, parent_of, 1L))
}

processes_by_ps <- function() {
  lines <- strsplit(trimws(system2("ps", c("-A", "-o", "pid=,ppid="), stdout = TRUE)), " +")
  data.frame(pid = vapply(lines, function(line) as.integer(line[[1]]), 1L),
             parent = vapply(lines, function(line) as.integer(line[[2]]), 1L))
}

# The program's name stands in parentheses and may hold any character, so what counts is what follows the last one.
parent_of <- function(pid) {
  stat <- tryCatch(suppressWarnings(readLines(file.path("/proc", pid, "stat"))), error = function(condition) "")
  as.integer(sub("^[0-9]+ \\(.*\\) . ([0-9]+) .*$", "\\1", paste(stat, collapse = " ")))
}
