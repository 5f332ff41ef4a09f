"""What generated code calls: application, comparison, arithmetic, texts, maps, crypto, failures.

Values at run time: Unit `()`, Bool, Int64 `int`, Numeric `(unscaled, scale)`, Text and Party `str`,
Date and Timestamp `int`, ContractId, Optional `None` or a 1-tuple, List nested pairs ended by `()`,
Record tuple, Variant `(rank, value)`, Enum rank, Struct `dict`, maps `SortedMap`, Any and interface
values `(type, value)`, TypeRep a tuple of `compiler.encoding`, functions Python functions of fixed
arity or `PartialApplication`, updates functions of the machine.
Source: Daml-LF sheet 2.1 to 2.3, 4.3.
"""
