"""What goes around the handlers of a server: metrics and limits."""
