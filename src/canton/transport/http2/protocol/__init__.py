"""HTTP/2 without IO: frames, header compression, and the state of one connection."""
