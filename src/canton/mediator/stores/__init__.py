"""The tables of a mediator."""
