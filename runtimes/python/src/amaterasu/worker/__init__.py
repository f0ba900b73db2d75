"""The Python worker: a process that runs actions in Python for its leader, and speaks the runner protocol."""
