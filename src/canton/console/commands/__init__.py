"""The commands of node references, one module a group."""
