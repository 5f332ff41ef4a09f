"""What is inside envelopes: mediator requests, root hashes, views, responses, verdicts, topology.

Source: protocol sheet 2.4, 2.6 to 2.8.
"""
