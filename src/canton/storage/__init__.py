"""Databases: tables of typed rows, writes as values, and the two backends that perform them.

A store declares `Table`s and builds writes and queries from them; `Storage.write` applies the
writes of one call in one transaction. PostgreSQL and memory have the same meaning.
"""
