"""Transactions that external parties sign before they are submitted.

transaction      the prepared transaction: what is signed
value_encoding   how ledger values enter its hash
hashing          its hash, by hashing scheme
"""
