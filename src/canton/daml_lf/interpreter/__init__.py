"""Running commands against packages and contracts: from commands to a transaction.

`work` has what is asked and answered, as values.
"""
