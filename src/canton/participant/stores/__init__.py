"""The tables of a participant: one module per group, beside the row types that it writes."""
