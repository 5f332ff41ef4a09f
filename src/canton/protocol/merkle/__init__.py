"""Merkle trees whose parts can be hidden: nodes, sequences, positions.

A part that is hidden is replaced by its hash; the hash of the whole stays the same. A leaf keeps
the bytes in which it was received, and those are hashed. Source: protocol sheet 2.3.
"""
