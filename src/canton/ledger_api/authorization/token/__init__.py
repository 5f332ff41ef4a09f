"""Tokens: JSON Web Tokens, the keys that verify them, and what a verified one says."""
