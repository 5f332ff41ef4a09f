"""What members know of sequencers: connections, subscriptions, sends, time.

    connection    one endpoint: what it says of itself, whether it is up, its calls
    pool          the connections of one synchronizer, of which a threshold must agree
    subscription  a stream of events from one sequencer; as many as trust and liveness want
    send          a batch on its way: through one sequencer or several, until its outcome is seen
    tick          a request for the time, made when somebody waits for one

Decisions are in `core/` (no task, no clock, no network); the modules here feed them.
Source: HA sheet 6, protocol sheet 2.6 and 6.
"""
