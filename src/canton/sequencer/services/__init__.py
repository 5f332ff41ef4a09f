"""The doors of a sequencer: what members call, and what its operator calls.

Every file makes the table of one service. A table looks at the runtime with each call, so it may
be served before the sequencer is initialized; it then refuses as unavailable.
"""
