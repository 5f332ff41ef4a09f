"""Topology services: reading and changing stores, and what all synchronizers say together."""
