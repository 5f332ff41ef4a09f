"""From the syntax of a package to its bytes."""
