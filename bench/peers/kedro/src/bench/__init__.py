"""Chains of nodes that do nothing."""
