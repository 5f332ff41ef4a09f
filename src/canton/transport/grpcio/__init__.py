"""The transport over the network, on the `grpcio` package (gRPC over HTTP/2, TLS)."""
