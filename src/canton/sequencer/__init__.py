"""A sequencer: gives every member the same order of messages, and each member only its own.

Nouns: a *submission request* is what a member sends; the *ordering* puts requests of all sequencers
into *blocks*, in one order; the *core* turns each block into *sequenced events*, the same bytes on
every sequencer; the *stores* keep them; the *services* are the doors; the *runtime* is the shell.
"""
