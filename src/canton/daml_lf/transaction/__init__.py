"""Transactions: nodes, keys, contracts as stored, time bounds, metadata.

`node` has the values, `rollback` brings rollback nodes into their normal form, `coder` writes
contracts as stored, `state` keeps which contracts are active while a transaction is built.
"""
