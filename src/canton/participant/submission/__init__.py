"""A command's way out.

command       what an application submits
router        what its commands do, and on which synchronizer
submissions   deduplication, the request, the outbox
"""
