"""Composition: what a process runs. Nothing decides here; parts are made and put together.

process      what all nodes of a process share: clock, randomness, transport, memory databases
foundation   what every node stands on: storage, vault, lease, health, admin API
identity     how a node gets its name and its first keys
*_node       each kind of node: an async context manager nest; its order is the start order
environment  all nodes of a configuration
"""
