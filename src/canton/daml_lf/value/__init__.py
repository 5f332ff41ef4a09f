"""Ledger values: what transactions, commands and events carry, and their encodings.

`value` has the types, `identifier` the names of types, `coder` the stored protobuf form,
`ledger_api` the form of the Ledger API. Nothing here knows packages or evaluates anything.
"""
