"""The rows of a topology store over time, and the machine that adds to them."""
