"""From an interpreted transaction to its views and to the confirmation request, and back.

Source: protocol sheet 2.1, 2.2, 2.4.
"""
