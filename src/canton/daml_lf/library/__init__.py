"""Packages ready to run: generated code linked with each other, types as codecs of values.

`library` links, `template` has templates and interfaces as running code sees them, `codec` takes
values from and to the ledger by type, `runtime` lists the names that generated code relies on.
"""
