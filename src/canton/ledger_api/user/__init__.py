"""Users of the Ledger API and their rights: values, rules of change, directory, service."""
