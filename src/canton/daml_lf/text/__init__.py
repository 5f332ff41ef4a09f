"""Textual Daml-LF: reading it (`reader`), and writing it (`printer`).

The grammar is that of the original's test parser, so that its test modules read unchanged, with
three additions that make every package printable: names in backquotes (for those that are words
of the grammar), `upgrades 'id'` in the metadata, and a package in front of a location's module.
Source: LF sheet 6.1.
"""
