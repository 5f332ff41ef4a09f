"""What keeps members from asking more of a sequencer than it, and the network, can bear.

A sequencer refuses at its own door; what is ordered already is judged by the block machine alone,
the same at every sequencer.

cap         the share of the ordering that a member may use
breaker     no requests while blocks are processed late
protection  both together, and the rate of confirmation requests, for the public API
"""
