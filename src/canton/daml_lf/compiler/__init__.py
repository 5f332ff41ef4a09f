"""From the AST of a package to Python functions: source, code, the library of linked packages."""
