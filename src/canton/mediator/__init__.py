"""The mediator: collects the confirmations of a request and gives the one verdict on it.

- *request*: a confirmation request as the mediator sees it: who must confirm which view, not what.
- *response*: what a participant says of a view on behalf of the parties that it hosts.
- *aggregation*: how far the responses to a request have come, view by view, party by party.
- *verdict*: approve, reject by participants, or reject by the mediator; never changed once given.

`core` decides and is pure; `stores` keeps requests, verdicts and the outbox; `runtime` performs.
"""
