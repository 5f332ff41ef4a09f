"""Macros: what takes several nodes, or none."""
