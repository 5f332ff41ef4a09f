"""Type checking: kinds, types of expressions, and of whole definitions."""
