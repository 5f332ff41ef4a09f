"""Commands of a participant that speak the Ledger API, by its services."""
