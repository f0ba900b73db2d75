"""SQL in an engine inside this process."""
