"""Messages of the Ledger API as JSON: codecs made from descriptors and a table of deviations."""
