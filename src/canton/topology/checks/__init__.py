"""What a mapping must fulfil besides being signed: rules over the state as it stands.

`required` holds for every synchronizer state, and all members must agree on it; `optional` keeps
a node's own operator from mistakes. Source: Canton 3.6 TopologyMappingChecks; protocol sheet 4.
"""
