"""The JSON Ledger API: HTTP and websockets in front of the services of the gRPC Ledger API.

An *endpoint* is a path and a verb that stand for one method of a ledger service; the table of all
endpoints is the whole API. A *message* is turned into JSON and back by what its descriptor says,
a *value* (of Daml) by what its type says. Calls go to the handlers that the gRPC server calls too.
"""
