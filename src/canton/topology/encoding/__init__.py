"""How topology values lie in protobuf messages: times, the version wrapper, parse errors."""
