"""Whether a package is well-formed: names, dependencies, types, and what may be stored.

`package.check_package` runs all checks in the original's order and stops at the first error, which
says what is wrong, in which definition, and (where the archive knows) at which line.
Source: LF sheet 3.1.
"""
