"""The synchronizer's shared directory: who is who, with which keys, allowed to do what.

A *mapping* says one thing about one name (`mapping`); a *topology transaction* adds, replaces or
removes a mapping and is signed by those whom the mapping concerns (`transaction`). The *state* is
the rows over time (`state`), reached by applying sequenced transactions one after another with
the rules of `authorization` and `checks`; a *snapshot* is what holds at one moment (`snapshot`).
This package is pure: it reads no clock, no database and no network.
Source: Canton 3.6 topology management; protocol sheet 4.
"""
