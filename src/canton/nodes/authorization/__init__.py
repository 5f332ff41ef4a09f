"""Authorisation of the APIs of nodes, from their configuration."""
