"""The admin APIs of the nodes: tables of services over what the nodes hand in.

What changes with a node's terms (keys, topology, packages, synchronizers) is handed in as a
function that finds it, and that refuses while this replica is passive.
"""
