"""The listener: requests, lists and websockets on sockets. Imported only where a port is set."""
