"""Kedro wants it; all settings are its own."""
