"""The ports of a process: who listens where, and what is told when one is taken."""
