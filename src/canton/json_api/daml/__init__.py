"""Daml values as JSON: one codec for each type, made from the tables of compiled packages."""
