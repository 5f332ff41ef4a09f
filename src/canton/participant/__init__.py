"""The participant: hosts parties, submits their commands, validates what others submit.

The nouns, for a reader who comes here first:

- *request*: a confirmation request as sequenced; its id is its sequencing time.
- *view*: the part of a transaction that a set of informees sees; a request brings us some of them.
- *activeness*: which contracts are active, and which requests in flight lock them.
- *response*: what we tell the mediator about a view; *verdict*: what the mediator tells everyone.
- *update*: what the ledger stream shows; it has an *offset*; a *completion* answers a command.
- *in-flight submission*: a command sent and not yet decided.

Two doors lead in: `ledger` (commands, updates, contracts) and `administration` (synchronizers,
packages, replication). Everything that decides is in `core/` and pure; `runtime` performs.
"""
