"""TLS of a node's APIs: from configured files to what the transport takes."""
