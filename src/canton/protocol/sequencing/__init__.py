"""What members send to a sequencer and receive from it: requests, batches, recipients, events.

Source: protocol sheet 2.6 and 10, schema 31 (protocol version 35).
"""
