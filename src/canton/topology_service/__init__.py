"""A node's work with the topology: what it keeps, what it authors, and how it follows.

`store` keeps the rows of every topology store in one table. A `manager` authors changes: in the
node's own *authorized* store, in a *temporary* store (in memory, used while a synchronizer is
bootstrapped), or against a synchronizer, where they go out through the `outbox`. A `client`
follows one synchronizer: it applies what is sequenced and answers snapshots. `registry` finds all
of these by store id. Source: Canton 3.6 TopologyManager, SynchronizerTopologyClient; sheet 4.3.
"""
