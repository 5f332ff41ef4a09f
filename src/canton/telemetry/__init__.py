"""How a node can be observed: trace context, metrics, logs. It imports nothing heavy."""
