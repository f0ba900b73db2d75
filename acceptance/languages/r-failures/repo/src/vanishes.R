tools::pskill(Sys.getpid(), tools::SIGKILL); Sys.sleep(60)
