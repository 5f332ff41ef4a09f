"""Users of the Ledger API and their rights: values, rules of change, directory, service.

Calls are not authorised yet: rights are kept and told, and nothing asks for them.
"""
