"""The transport over the network, in asyncio alone: gRPC over HTTP/2 without a C core.

    protocol/         HTTP/2 itself: bytes in, events out (no IO)
    grpc_format       calls as headers, messages and trailers
    link              one connection on an asyncio transport
    server, channel   what serves and what calls

grpcio hops between threads on every event, which costs it a quarter of a millisecond a call; this
does not, and it runs on any event loop. Source: RFC 9113, RFC 7541, the gRPC protocol over HTTP/2.
"""
