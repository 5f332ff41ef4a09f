"""What a participant keeps of parties beside the topology: annotations and identity provider."""
