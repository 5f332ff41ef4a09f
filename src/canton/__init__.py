"""Canton in Python: participants, sequencers and mediators that run Daml contracts with privacy.

`ARCHITECTURE.md` names the rooms of this package and the four flows that run through them.
"""
