"""The endpoints: paths and verbs, and the methods of the ledger services that they stand for."""
