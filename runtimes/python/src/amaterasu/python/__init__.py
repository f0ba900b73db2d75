"""Version 0.2's names for actions of the type `python`."""
