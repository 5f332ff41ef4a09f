"""What is administered on an active participant.

administration  synchronizers, packages and parties
vetting         which packages are accepted
pruning         how the beginning of the ledger is forgotten
"""
