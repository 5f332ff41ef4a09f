"""What a topology transaction can say: one frozen value per kind of mapping.

Every kind knows its code, its namespace and name, the synchronizer it is bound to (if any), the
hash of its unique key (one active transaction per key), and whose authorization a change needs,
computed from the difference to the previous mapping.
Source: Canton 3.6 TopologyMapping; protocol sheet 4.2.
"""
