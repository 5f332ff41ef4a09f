"""The Ledger API: gRPC services through which applications use a participant.

`request` reads what callers send, `response` shapes what they get, `service` has one module per
service, and `services` puts the tables together. The JSON API stands on the same services.
Source: ledger API sheet.
"""
