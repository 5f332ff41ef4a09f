"""Composition: what a process runs. Nothing decides here; parts are made and put together.

process      what all nodes of a process share: clock, randomness, transport, memory databases
foundation   what every node stands on: storage, vault, lease, health, admin API
identity     how a node gets its name and its first keys
*_node       each kind of node: an async context manager nest; its order is the start order
members      how a node's sequencer client is set up
assignment   the synchronizer of a mediator, from before it is told of it on
administration  the admin APIs, put together
authorization, limits, tls, ports  what stands around the APIs, from the configuration
postgres_launcher  a database server for trying out, examples and tests
environment  all nodes of a configuration
"""
