"""How parts of a node start, run, restart and stop, and how well they say they are.

A *service* is an async context manager: entering starts it, leaving stops it; services nest, so
the order of nesting is the order of start. A `Supervisor` owns the tasks of a service and restarts
those that may be restarted. A `HealthComponent` says how one part is; `NodeHealth` sums them up.
"""
