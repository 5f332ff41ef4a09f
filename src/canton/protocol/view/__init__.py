"""Views: what each participant may see of a transaction, and the tree that binds them together.

Leaves (metadata, common data, participant data), the tree of views, its forms for mediators and
participants, contracts and their ids, encryption, and the way from a transaction to its views.
Source: protocol sheet 2.1 to 2.4.
"""
