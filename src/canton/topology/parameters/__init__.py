"""The parameters of a synchronizer: those fixed when it is made, and those that may change."""
