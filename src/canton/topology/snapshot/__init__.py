"""What the topology says at one moment, as the protocol's decisions need it."""
