"""From `.conf` text to typed values: HOCON, the schema of keys, and frozen dataclasses.

    hocon/    text and files -> a resolved tree in which every value knows its file and line
    schema/   the table of all keys: type, default, whether it has effect, whether it protects
    values/   the frozen dataclasses that nodes are built from, and `read`
    errors    what can be wrong with a configuration; all of it is reported, not only the first

Environment and files are parameters, so that every rule is testable.
"""
