"""Daml-LF: archive bytes -> AST -> generated Python -> transaction. Asks questions, does no IO."""
