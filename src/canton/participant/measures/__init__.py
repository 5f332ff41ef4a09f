"""What a participant measures of itself beyond counting where things happen."""
