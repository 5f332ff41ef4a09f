"""Daml for the participant: the pure engine as its cores see it, and the shell that runs it."""
