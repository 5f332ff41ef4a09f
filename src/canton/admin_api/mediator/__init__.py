"""Services of mediators: their synchronizer, how they reach it, and pruning."""
