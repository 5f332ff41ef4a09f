"""What members of a synchronizer say to each other: requests, envelopes, views, verdicts.

Frozen values with `to_bytes` and `from_bytes`; reading gives the value or a `Rejection`. What is
hashed is always the bytes that were received. Source: protocol sheet 2.
"""
