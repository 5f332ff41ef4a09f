"""The seam to the ordering: requests of all sequencers go in, one sequence of blocks comes out.

The memory engine and the shared table (`reference`) live here; engines that are distributed
systems of their own (BFT, CometBFT, a chain) plug in behind the same `Ordering` protocol.
"""
