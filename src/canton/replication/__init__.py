"""Active and passive replicas: several processes of one node on one database, one of them active.

A *lease* is the right to be the active one; a *term* is the time one process has it, numbered by an
*epoch*. A *holder* beats: it counts up a number in the database. A *standby* waits in the lock, so
it takes over at once when the holder's sessions end, and watches the beat, so it can *evict* a
holder that is frozen. Every write of a term is fenced by its epoch (`canton.storage`).

`core` decides, `database` acts on PostgreSQL, `memory` does the same in one process, `leadership`
is what nodes use.
"""
