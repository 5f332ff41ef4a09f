"""What a node does on its own through the ledger: ping, bong; with its packages in textual LF."""
