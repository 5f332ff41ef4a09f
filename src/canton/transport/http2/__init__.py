"""The transport over the network, in asyncio alone: gRPC over HTTP/2 without a C core.

    huffman, header_compression   HPACK
    connection                    the protocol of one connection: bytes in, events out (no IO)
    grpc_format                   calls as headers, messages and trailers
    server, channel               the shells on asyncio transports

grpcio hops between threads on every event, which costs it a quarter of a millisecond a call; this
does not, and it runs on any event loop. Source: RFC 9113, RFC 7541, the gRPC protocol over HTTP/2.
"""
