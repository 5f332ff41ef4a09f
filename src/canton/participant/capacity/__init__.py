"""What a participant takes on, and what it has left to send."""
