"""From the bytes of a package to its syntax."""
