"""What the command line offers for packages, as functions from bytes and text to text."""
