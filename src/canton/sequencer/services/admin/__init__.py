"""What the operator calls on the admin port; the node's admin API serves these tables."""
