"""Remote calls behind a small seam: `RpcServer`, `RpcChannel` and tables of handlers.

A *method* is a call's path and message types, read from the wire descriptors. A *service table*
maps methods to handlers; no service inherits from anything. Backends: `grpcio` for the network,
`memory` for simulation. Errors cross as google.rpc.Status with Canton's error codes.
"""
