"""Whether one version of a package may follow another.

`check` compares two packages, `lineage` the vetted packages of each name. Template bodies,
signatories, observers, controllers and preconditions may change: they are protected at run time.
Source: LF sheet 3.2.
"""
