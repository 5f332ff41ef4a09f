"""Commands: submitted at once, or prepared, signed by the parties and then executed.

command             CommandService and CommandSubmissionService
tracker             waiting for commands
interactive         InteractiveSubmissionService
prepared_encoding   prepared transactions as messages
prepared_decoding   and back
"""
