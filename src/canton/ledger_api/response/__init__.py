"""What callers get: events, updates, contracts and completions, cut to what they asked for."""
