"""A reader of HOCON that remembers where every value was written.

    text -> lexer -> parser -> nodes (merged, substitutions unresolved) -> resolver -> tree

Files are parsed and laid over each other first, and substitutions are resolved once, in the whole:
so a file may refer to what another file defines, in any order. The rules are those of the HOCON
specification as the Lightbend library reads it; `loading.load` is the whole facade.
"""
