"""What members call on the public port: connect, authenticate, send, subscribe."""
