"""Generated protobuf messages. Never edited: `scripts/generate_wire` writes them from `proto/`."""
